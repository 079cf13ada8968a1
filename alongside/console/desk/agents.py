"""Who of the desk is at work, as of now, with the supervisor's lights (spec I42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.desk import queries
from alongside.desk.actions.seeing import SUPERVISE
from alongside.desk.models import Question
from alongside.interactions.board import Light, active_lately, light
from alongside.lib import clock
from alongside.people.http import Request
from alongside.people.models import Person

WORDS = {Light.GREEN: "Working", Light.YELLOW: "Quiet", Light.RED: "Free"}


@dataclass(frozen=True)
class AtDesk:
    """An agent, how many questions of the segments they have in hand, and what they do."""

    agent: Person
    in_hand: int
    active_at: datetime
    light: Light

    @property
    def words(self) -> str:
        return WORDS[self.light]


@staff(SUPERVISE)
@require_safe
def agents(request: Request) -> HttpResponse:
    """The whole page; with htmx, which asks every ten seconds, the list alone."""
    now = clock.now()
    found = at_desk(request.acting, now)
    alone = bool(request.headers.get("HX-Request"))
    page = "console/desk/_agents.html" if alone else "console/desk/agents.html"
    counts = {one: sum(each.light == one for each in found) for one in Light}
    return render(request, page, {"agents": found, "now": now, "counts": counts})


def at_desk(acting: Acting, at: datetime) -> list[AtDesk]:
    """Those who work on questions of the agent's segments and have some in hand, or did something within the
    hour, by name. In a fixed number of statements."""
    under_way = Question.objects.seen_by(acting).under_way().order_by().values("assignee")
    rows = under_way.annotate(count=Count("pk"), since=Max("assigned_at"))
    in_hand = {row["assignee"]: (row["count"], row["since"]) for row in rows}
    active = active_lately(at)
    found = []
    for agent in queries.workers(queries.segments_of(acting)):
        count, since = in_hand.get(agent.pk, (0, None))
        known = [moment for moment in (active.get(agent.ref), since) if moment is not None]
        if known:
            shown = light(assigned=count > 0, idle=at - max(known))
            found.append(AtDesk(agent, count, max(known), shown))
    return found
