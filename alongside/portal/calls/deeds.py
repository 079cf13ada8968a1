"""What is done in a call's room. Whoever it refuses sees the room as it is for them now."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from alongside.assisting.acting import Refused
from alongside.assisting.authority import public
from alongside.calls import actions as calls
from alongside.calls.models import Call, Participant
from alongside.lib.addresses import outside
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.calls.taking import Taking, taking
from alongside.portal.calls.views import page


@public
@require_POST
def join(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """Come in as a regular user; guests come by their link alone."""
    found = taking(request, call_id)
    if found.is_guest:
        raise Http404
    calls.join(found.acting, found.call)
    return _back(found)


@public
@require_POST
def leave(request: Request, call_id: uuid.UUID) -> HttpResponse:
    found = taking(request, call_id)
    with suppress(Refused):  # they are out already
        calls.leave(found.acting, found.call)
    return _back(found)


@public
@require_POST
def say(request: Request, call_id: uuid.UUID) -> HttpResponse:
    found = taking(request, call_id)
    if not found.inside:
        return _back(found)
    text = request.POST.get("text", "")
    try:
        calls.say(found.acting, found.call, text)
    except Misfit as misfit:
        return page(request, found, problem=misfit.errors["text"], typed=text)
    return _back(found)


@public
@require_POST
def end(request: Request, call_id: uuid.UUID) -> HttpResponse:
    found = taking(request, call_id)
    if found.call.over_at is None:
        calls.end(found.acting, found.call)
    return _back(found)


@public
@require_POST
def admit(request: Request, call_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    found = taking(request, call_id)
    with suppress(Participant.DoesNotExist):  # they went, or somebody else let them in
        calls.admit(found.acting, found.call, _other(found.call, participant_id))
    return _back(found)


@public
@require_POST
def remove(request: Request, call_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    found = taking(request, call_id)
    with suppress(Participant.DoesNotExist):  # they went already
        calls.remove(found.acting, found.call, _other(found.call, participant_id))
    return _back(found)


def _other(call: Call, participant_id: uuid.UUID) -> Participant:
    found: Participant = call.participants.get(pk=participant_id)
    return found


def _back(found: Taking) -> HttpResponse:
    return see(outside("calls:room", found.call.pk))
