"""Inviting guests and colleagues. The link is on the answer to the POST that made it, and never again."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from alongside.calls import actions as calls
from alongside.calls import queries
from alongside.calls.models import Delivery, Invitation
from alongside.calls.powers import OUTSIDE
from alongside.calls.sending import NotSent, send
from alongside.console.answers import see_other
from alongside.console.live.doors import expert
from alongside.console.live.inputs import AskInput, InviteInput
from alongside.console.live.page import call_of, draw_call, draw_request, request_of
from alongside.lib.addresses import outside
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.people.models import Person


@expert(OUTSIDE)
@require_POST
def to_call(request: Request, call_id: uuid.UUID) -> HttpResponse:
    found = call_of(request, call_id)
    form = InviteInput(request.POST)
    if not form.is_valid():
        return draw_call(request, found, invite=form)
    said = form.cleaned_data
    made, token = calls.invite(
        request.acting, found, Delivery(said["delivery"]), address=said["address"], name=said["name"]
    )
    return draw_call(request, found, link=told(request, made, token))


@expert(OUTSIDE)
@require_POST
def to_request(request: Request, request_id: uuid.UUID) -> HttpResponse:
    found = request_of(request, request_id)
    form = InviteInput(request.POST)
    if not form.is_valid():
        return draw_request(request, found, invite=form)
    said = form.cleaned_data
    try:
        made, token = calls.invite_to_request(
            request.acting, found, Delivery(said["delivery"]), address=said["address"], name=said["name"]
        )
    except Misfit as misfit:
        form.add_error("address", misfit.errors["address"])
        return draw_request(request, found, invite=form)
    return draw_request(request, found, link=told(request, made, token))


@expert(OUTSIDE)
@require_POST
def revoke(request: Request, invitation_id: uuid.UUID) -> HttpResponse:
    found = Invitation.objects.filter(pk=invitation_id).select_related("call", "request").first()
    if found is None:
        raise Http404
    if found.call_id is not None:
        call_of(request, found.call_id)
    elif found.request_id is not None:
        request_of(request, found.request_id)
    calls.revoke(request.acting, found)
    messages.success(request, "The link lets nobody in any more.")
    if found.call_id is not None:
        return see_other("live_call", call_id=found.call_id)
    return see_other("live_request", request_id=found.request_id)


@expert(OUTSIDE)
@require_POST
def ask(request: Request, call_id: uuid.UUID) -> HttpResponse:
    found = call_of(request, call_id)
    form = AskInput(request.POST, contacts=queries.contacts(request.acting.actor.id))
    if not form.is_valid():
        return draw_call(request, found, ask=form)
    person = Person.objects.get(pk=form.cleaned_data["person"])
    calls.ask(request.acting, found, person)
    messages.success(request, f"{person.name} can join now, and finds the call under Live help.")
    return see_other("live_call", call_id=found.pk)


def told(request: Request, made: Invitation, token: str) -> dict[str, Any]:
    """The link with its QR code; it is sent first, where that was asked for."""
    link = request.build_absolute_uri(f"{outside('calls:link')}?{urlencode({'link': token})}")
    try:
        send(made, link, house=request.tenant.name, inviter=request.acting.actor.name)
    except NotSent as problem:
        sent, why = False, str(problem)
    else:
        sent, why = made.delivery in (Delivery.EMAIL, Delivery.SMS), ""
    code = segno.make(link, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff", dark="#000")
    return {"address": link, "code": code, "sent": sent, "why": why, "to": made.address}
