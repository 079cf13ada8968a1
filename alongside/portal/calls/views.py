"""The room of a call, for guests and regular users alike. Without scripts it says who is there, takes what is
written, and lets people in; sound and picture need scripts."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import public
from alongside.calls import relays
from alongside.calls.actions.joining import ADMIT, END, REMOVE
from alongside.calls.actions.recording import CONSENT, RECORD
from alongside.calls.actions.saying import ANNOTATE, CHAT
from alongside.calls.actions.sharing import SHARE
from alongside.calls.models import Consent, Media, Message, Participant, Presence, Recording
from alongside.calls.turn import ice_servers
from alongside.lib import clock
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


@public
@require_safe
def standing(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """What the server asks about an open socket (`site.sockets`): who it is, what they may, and whether
    anything beside the picture changed. 403 for somebody who is not in the call, or not any more."""
    found = taking(request, call_id)
    if found.part is None or not found.inside or not found.acting.may(CHAT, about=found.call):
        return _unkept(HttpResponse(status=403))
    said = {
        "tenant": found.acting.tenant_id,
        "participant": str(found.part.pk),
        "name": found.part.name,
        "may_draw": bool(found.acting.may(ANNOTATE, about=found.call)),
        "engine": found.call.engine,
        "version": _version(found),
        "ice": ice_servers(
            stun=settings.STUN,
            turn=relays.watch.answering(settings.TURN),
            secret=settings.TURN_SECRET,
            user=str(found.part.pk),
            now=clock.now(),
        ),
    }
    return _unkept(JsonResponse(said))


def page(request: Request, found: Taking, **wrong: str) -> HttpResponse:
    """The page for somebody's state; 422 with what was wrong with what they wrote (`problem`, `typed`) or
    shared (`wrong_file`)."""
    lost = found.inside and not found.acting.may(CHAT, about=found.call)
    if found.inside and not lost:
        context = {"problem": "", "typed": "", "wrong_file": ""} | context_of(found) | wrong
        return _unkept(render(request, "portal/calls/room.html", context, status=422 if wrong else 200))
    template = "portal/calls/over.html" if found.call.over_at or lost else _PAGES.get(Presence(found.state))
    context = {"call": found.call, "found": found, "removed": found.state == Presence.REMOVED, "lost": lost}
    return _unkept(render(request, template or "portal/calls/over.html", context))


def context_of(found: Taking) -> dict[str, Any]:
    acting, call = found.acting, found.call
    here = call.participants.filter(state__in=(Presence.IN, Presence.WAITING)).order_by("joined_at", "pk")
    people: list[Participant] = list(here)
    said = Message.objects.filter(call=call).select_related("participant").order_by("-said_at", "-pk")
    recorded = Recording.objects.filter(call=call, stopped_at=None).select_related("media__participant")
    recording = recorded.first()
    return {
        "recording": recording and _recorded(recording, found, people),
        "shared": list(Media.objects.filter(call=call).whole().in_order().select_related("participant")),
        "call": call,
        "found": found,
        "inside": [one for one in people if one.state == Presence.IN],
        "waiting": [one for one in people if one.state == Presence.WAITING],
        "messages_said": list(said[:MESSAGES])[::-1],
        "may": {
            "annotate": bool(acting.may(ANNOTATE, about=call)),
            "chat": bool(acting.may(CHAT, about=call)),
            "admit": bool(acting.may(ADMIT, about=call)),
            "remove": bool(acting.may(REMOVE, about=call)),
            "end": bool(acting.may(END, about=call)),
            "share": bool(acting.may(SHARE, about=call)),
            "record": bool(acting.may(RECORD, about=call)),
            "consent": bool(acting.may(CONSENT, about=call)),
        },
    }


def _recorded(recording: Recording, found: Taking, people: list[Participant]) -> dict[str, Any]:
    """How it stands with a recording, as this one sees it."""
    answers = dict(recording.consents.values_list("participant", "agreed"))
    return {
        "one": recording,
        "state": recording.state,
        "by": recording.recorder.name,
        "mine": found.part is not None and recording.recorder.pk == found.part.pk,
        "agreed": bool(found.part and answers.get(found.part.pk)),
        "missing": [one.name for one in people if one.state == Presence.IN and one.pk not in answers],
    }


def _version(found: Taking) -> str:
    """Of what stands beside the picture."""
    states = found.call.participants.order_by("pk").values_list("pk", "state")
    said = Message.objects.filter(call=found.call).order_by("-said_at", "-pk").values_list("pk", flat=True)
    media = Media.objects.filter(call=found.call).whole().order_by("-made_at").values_list("pk", flat=True)
    going = Recording.objects.filter(call=found.call, stopped_at=None)
    consents = Consent.objects.filter(recording__in=going).order_by("pk").values_list("pk", "agreed")
    recorded = [*going.values_list("pk", flat=True), *consents]
    told = f"{list(states)} {said.first()} {media.first()} {media.count()} {recorded}".encode()
    return hashlib.sha256(told).hexdigest()[:16]


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
