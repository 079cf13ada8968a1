"""The page of a call, and of a service request, for those who run it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.calls import actions as calls
from alongside.calls import queries
from alongside.calls.actions.joining import JOIN
from alongside.calls.actions.making import CANCEL, INVITE
from alongside.calls.links import CallState
from alongside.calls.models import Call, Invitation, ServiceRequest
from alongside.calls.powers import OUTSIDE
from alongside.console.answers import see_other
from alongside.console.live.doors import expert
from alongside.console.live.inputs import AskInput, InviteInput
from alongside.lib import clock
from alongside.people.http import Request


@expert(OUTSIDE)
@require_safe
def call(request: Request, call_id: uuid.UUID) -> HttpResponse:
    return draw_call(request, call_of(request, call_id))


@expert(OUTSIDE)
@require_safe
def service_request(request: Request, request_id: uuid.UUID) -> HttpResponse:
    return draw_request(request, request_of(request, request_id))


@expert(OUTSIDE)
@require_POST
def cancel(request: Request, call_id: uuid.UUID) -> HttpResponse:
    found = call_of(request, call_id)
    if found.over_at is None:
        calls.cancel(request.acting, found)
    messages.success(request, "The call does not take place. Its links let nobody in any more.")
    return see_other("live")


@expert(OUTSIDE)
@require_POST
def withdraw(request: Request, request_id: uuid.UUID) -> HttpResponse:
    found = request_of(request, request_id)
    try:
        calls.withdraw_request(request.acting, found)
    except calls.Begun:
        messages.error(request, "Somebody has taken it up: it cannot be withdrawn any more.")
        return see_other("live_request", request_id=found.pk)
    messages.success(request, "The service request is withdrawn. Its link lets nobody in any more.")
    return see_other("live")


def call_of(request: Request, call_id: uuid.UUID) -> Call:
    """A call of the actor's, or one they take or took part in; raises `Http404`."""
    found = Call.objects.with_(request.acting.actor.id).filter(pk=call_id).select_related("organiser").first()
    if found is None:
        raise Http404
    return found


def request_of(request: Request, request_id: uuid.UUID) -> ServiceRequest:
    """A service request of the actor's own; raises `Http404`."""
    found = ServiceRequest.objects.filter(pk=request_id, expert=request.acting.actor.id).first()
    if found is None:
        raise Http404
    return found


def draw_call(
    request: Request,
    found: Call,
    *,
    invite: InviteInput | None = None,
    ask: AskInput | None = None,
    link: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page; with a form that did not fit, or with a link that was just made and is never shown again."""
    acting = request.acting
    may_invite = bool(acting.may(INVITE, about=found))
    contacts = queries.contacts(acting.actor.id) if may_invite else []
    context = {
        "call": found,
        "people": list(found.participants.order_by("joined_at", "pk")),
        "invitations": list(found.invitations.order_by("-made_at")),
        "may": {
            "join": bool(acting.may(JOIN, about=found)),
            "invite": may_invite,
            "cancel": bool(acting.may(CANCEL, about=found)),
        },
        "invite": invite or InviteInput(),
        "ask": ask or (AskInput(contacts=contacts) if contacts else None),
        "link": link,
    }
    wrong = (invite and invite.errors) or (ask and ask.errors)
    return _unkept(render(request, "console/live/call.html", context, status=422 if wrong else 200))


def draw_request(
    request: Request,
    found: ServiceRequest,
    *,
    invite: InviteInput | None = None,
    link: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "offer": found,
        "begun": found.call,
        "open": found.state in (CallState.NONE, CallState.UNANSWERED),
        "invitations": list(Invitation.objects.filter(request=found).order_by("-made_at")),
        "now": clock.now(),
        "invite": invite or InviteInput(),
        "link": link,
    }
    wrong = invite and invite.errors
    return _unkept(render(request, "console/live/request.html", context, status=422 if wrong else 200))


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
