"""Assistances for auditors: a day of them as a picture and a table, and one from its start to its stop."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.console.history.actions import AUDIT, read
from alongside.console.history.inputs import DayField, WhoField, midnight, within_days
from alongside.console.history.intervals import STARTED, STOPPED, Interval, paired
from alongside.console.history.views import Line, line_of
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.http import Request

MOST = 2000  # beginnings and ends of a day that are read
MOST_DEEDS = 500


class Asked(forms.Form):
    use_required_attribute = False

    day = DayField(label="Day", required=False, max_length=30, help_text="Today, if you leave it empty")
    actor = WhoField(label="Agent", required=False, max_length=200, help_text="A name, user name or number")


@dataclass(frozen=True)
class Bar:
    """An interval in the picture, in thousandths of the day."""

    interval: Interval
    left: float
    width: float


@dataclass(frozen=True)
class Row:
    """An agent's line of the picture."""

    agent: str
    bars: Sequence[Bar]


@staff(AUDIT)
@require_safe
def sittings(request: Request) -> HttpResponse:
    asked = Asked(request.GET)
    if not asked.is_valid():
        context: dict[str, object] = {"asked": asked, "day": None, "rows": [], "intervals": [], "more": False}
        return render(request, "console/history/sittings.html", context, status=422)
    day: date = asked.cleaned_data["day"] or timezone.localdate(clock.now())
    agent: uuid.UUID | None = asked.cleaned_data["actor"]
    read(request.acting, "assistances", {"day": day.isoformat()} | ({"actor": str(agent)} if agent else {}))
    intervals, more = _of_day(day, agent)
    context = {
        "asked": asked,
        "day": day,
        "rows": _rows(day, intervals),
        "intervals": intervals,
        "more": more,
    }
    return render(request, "console/history/sittings.html", context)


@staff(AUDIT)
@require_safe
def sitting(request: Request, assistance: uuid.UUID) -> HttpResponse:
    """One assistance with everything done in it, from its start to its stop."""
    entries = list(Entry.objects.in_assistance(assistance).oldest_first()[: MOST_DEEDS + 1])
    if not entries:
        raise Http404
    read(request.acting, "an assistance", {"assistance": str(assistance)})
    interval = next(iter(paired(entries)), None)
    lines: list[Line] = [line_of(entry) for entry in entries[:MOST_DEEDS]]
    context = {"interval": interval, "lines": lines, "id": assistance, "more": len(entries) > MOST_DEEDS}
    return render(request, "console/history/sitting.html", context)


def _of_day(day: date, agent: uuid.UUID | None) -> tuple[list[Interval], bool]:
    """Those that went on at some time of the day. One goes on for so long at most, so what began before
    the day is found too."""
    edges = Entry.objects.of_kinds(STARTED, STOPPED)
    if agent:
        edges = edges.by(agent)
    before = (midnight(day) - settings.ASSIST_ABSOLUTE).date()
    found = list(within_days(edges, before, day + timedelta(days=1)).oldest_first()[: MOST + 1])
    begin, end, now = midnight(day), midnight(day + timedelta(days=1)), clock.now()
    touching = [
        one for one in paired(found[:MOST]) if (one.began or one.until(now)) < end and one.until(now) >= begin
    ]
    return touching, len(found) > MOST


def _rows(day: date, intervals: Sequence[Interval]) -> list[Row]:
    begin, end, now = midnight(day), midnight(day + timedelta(days=1)), clock.now()
    agents: dict[uuid.UUID, list[Bar]] = {}
    names = {one.agent_ref: one.agent for one in intervals}

    def place(at: datetime) -> float:
        return round(1000 * (min(max(at, begin), end) - begin) / (end - begin), 1)

    for one in intervals:
        left = place(one.began or begin)
        agents.setdefault(one.agent_ref, []).append(Bar(one, left, max(2.0, place(one.until(now)) - left)))
    return [Row(names[ref], bars) for ref, bars in sorted(agents.items(), key=lambda item: names[item[0]])]
