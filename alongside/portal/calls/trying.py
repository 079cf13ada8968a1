"""The page on which somebody tries what a call needs of their browser and network, before it or in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import public
from alongside.calls.turn import ice_servers
from alongside.lib import clock
from alongside.people.http import Request
from alongside.portal.calls.taking import taking


@public
@require_safe
def for_everybody(request: Request) -> HttpResponse:
    """All but the relays: their credentials are for those who are in a call."""
    return _page(request, ice_servers(stun=settings.STUN, turn=[], secret="", user="", now=clock.now()))


@public
@require_safe
def in_a_call(request: Request, call_id: uuid.UUID) -> HttpResponse:
    found = taking(request, call_id)
    if found.part is None or not found.inside:
        return for_everybody(request)
    ice = ice_servers(
        stun=settings.STUN,
        turn=settings.TURN,
        secret=settings.TURN_SECRET,
        user=str(found.part.pk),
        now=clock.now(),
    )
    return _page(request, ice, call_id)


def _page(request: Request, ice: list[dict[str, object]], call_id: uuid.UUID | None = None) -> HttpResponse:
    context = {"ice": ice, "call_id": call_id, "relays": bool(settings.TURN)}
    answer = render(request, "portal/calls/trying.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
