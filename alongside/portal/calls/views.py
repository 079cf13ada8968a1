"""The room of a call, for guests and regular users alike. Without scripts it says who is there, takes what is
written, and lets people in; sound and picture need scripts."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import public
from alongside.calls.actions.joining import ADMIT, END, REMOVE
from alongside.calls.actions.saying import CHAT
from alongside.calls.models import Message, Participant, Presence
from alongside.people.http import Request
from alongside.portal.calls.taking import Taking, taking

MESSAGES = 200  # the latest, on the page

_PAGES = {Presence.WAITING: "portal/calls/waiting.html", Presence.INVITED: "portal/calls/asked.html"}


@public
@require_safe
def room(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """Where somebody stands with the call: asked to it, waiting, in it, or out of it again."""
    found = taking(request, call_id)
    return page(request, found)


@public
@require_safe
def beside(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """Who is there and what was written, drawn anew while the page stays; 204 to somebody who
    waits still, 205 when the page must come anew."""
    found = taking(request, call_id)
    if not found.inside:
        waits = found.state == Presence.WAITING and found.call.over_at is None
        return _unkept(HttpResponse(status=204 if waits else 205))
    return _unkept(render(request, "portal/calls/_beside.html", context_of(found)))


def page(request: Request, found: Taking, *, problem: str = "", typed: str = "") -> HttpResponse:
    """The page for somebody's state; with what was wrong with what they wrote, 422."""
    if found.inside:
        context = context_of(found) | {"problem": problem, "typed": typed}
        return _unkept(render(request, "portal/calls/room.html", context, status=422 if problem else 200))
    template = "portal/calls/over.html" if found.call.over_at else _PAGES.get(Presence(found.state))
    context = {"call": found.call, "found": found, "removed": found.state == Presence.REMOVED}
    return _unkept(render(request, template or "portal/calls/over.html", context))


def context_of(found: Taking) -> dict[str, Any]:
    acting, call = found.acting, found.call
    here = call.participants.filter(state__in=(Presence.IN, Presence.WAITING)).order_by("joined_at", "pk")
    people: list[Participant] = list(here)
    said = Message.objects.filter(call=call).select_related("participant").order_by("-said_at", "-pk")
    return {
        "call": call,
        "found": found,
        "inside": [one for one in people if one.state == Presence.IN],
        "waiting": [one for one in people if one.state == Presence.WAITING],
        "messages_said": list(said[:MESSAGES])[::-1],
        "may": {
            "chat": bool(acting.may(CHAT, about=call)),
            "admit": bool(acting.may(ADMIT, about=call)),
            "remove": bool(acting.may(REMOVE, about=call)),
            "end": bool(acting.may(END, about=call)),
        },
    }


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
