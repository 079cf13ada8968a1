"""An agent's open things on one page: what waits for an answer, whom to call back, what is not closed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.assistances.answers import back
from alongside.console.interactions.panel import Line
from alongside.interactions import actions, queries
from alongside.interactions.actions import CALLED_BACK, RECORD
from alongside.interactions.models import CallBack, HandOver, HandOverState
from alongside.lib import clock
from alongside.lib.addresses import inside
from alongside.people.http import Request

CAME_BACK_WITHIN = timedelta(days=7)
MOST = 50  # of each kind


@dataclass(frozen=True)
class Promised:
    """A call-back to make, with the contact it belongs to."""

    call_back: CallBack
    line: Line
    due: bool


@staff(RECORD)
@require_safe
def day(request: Request) -> HttpResponse:
    agent, options, now = request.acting.actor, request.tenant.options, clock.now()
    opened = [Line.of(one, options) for one in queries.open_of(agent).with_people()]
    passed = HandOver.objects.select_related("giver", "taker", "interaction__person")
    offered = passed.filter(taker_id=agent.id, state=HandOverState.OFFERED)
    offered_ids = set(offered.values_list("interaction_id", flat=True))
    since = now - CAME_BACK_WITHIN
    context = {
        "offered": list(offered.order_by("at")[:MOST]),
        "promised": _promised(request, now),
        "opened": [line for line in opened if line.interaction.pk not in offered_ids],
        "waiting": list(passed.filter(giver_id=agent.id, state=HandOverState.OFFERED).order_by("at")[:MOST]),
        "came_back": list(
            passed.filter(giver_id=agent.id, state=HandOverState.DECLINED, answered_at__gte=since).order_by(
                "-answered_at"
            )[:MOST]
        ),
    }
    return render(request, "console/interactions/day.html", context)


@staff(CALLED_BACK)
@require_POST
def called_back(request: Request, call_back_id: uuid.UUID) -> HttpResponse:
    try:
        actions.called_back(request.acting, call_back_id)
    except CallBack.DoesNotExist:
        if not CallBack.objects.of_agent(request.acting.actor.id).filter(pk=call_back_id).exists():
            raise Http404 from None
    messages.success(request, "That is done.")
    return back(request, otherwise=inside("console:day"))


def _promised(request: Request, now: datetime) -> list[Promised]:
    agent, options = request.acting.actor, request.tenant.options
    found = list(CallBack.objects.open().of_agent(agent.id).order_by("due_at", "pk")[:MOST])
    contacts = {
        one.pk: one for one in queries.contacts_of(agent, [call_back.interaction_id for call_back in found])
    }
    return [Promised(one, Line.of(contacts[one.interaction_id], options), one.is_due(now)) for one in found]
