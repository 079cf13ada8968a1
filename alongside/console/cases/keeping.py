"""The appointments that whoever looks keeps for the house, a week at a time (spec C30)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.cases.actions.seeing import VIEW
from alongside.cases.calendars import MEDIA_TYPE, NAME
from alongside.cases.models import Appointment, AppointmentQuerySet
from alongside.cases.writing import calendar_of
from alongside.console.powers import ENTER
from alongside.lib import clock
from alongside.lib.addresses import outside
from alongside.people.http import Request
from alongside.ui.saving import content_as_file

WEEK = timedelta(days=7)
FIRST, LAST = date(2000, 1, 1), date(2200, 1, 1)  # of what can be looked at


@dataclass(frozen=True)
class Kept:
    """One appointment, and whether the page of its case opens to whoever keeps it."""

    met: Appointment
    opens: bool


@dataclass(frozen=True)
class Day:
    day: date
    kept: list[Kept]

    @property
    def name(self) -> str:
        return f"{self.day:%A}"

    @property
    def of_month(self) -> str:
        return f"{self.day.day} {self.day:%B}"


@staff(ENTER)
@require_safe
def appointments(request: Request) -> HttpResponse:
    """The week of the day that the address names, else of today; helping somebody changes nothing in it."""
    today = timezone.localdate(clock.now())
    monday = _monday(request.GET.get("week", ""), today)
    mine = _of(request).between(_midnight(monday), _midnight(monday + WEEK))
    kept = [Kept(one, bool(request.acting.may(VIEW, about=one.case))) for one in mine]
    days = [_day(monday + timedelta(days=number), kept) for number in range(7)]
    later = None if kept else _of(request).filter(begins_at__gte=_midnight(monday + WEEK)).first()
    context = {
        "days": days,
        "kept": kept,
        "today": today,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "is_now": monday <= today < monday + WEEK,
        "later": later,
        "later_on": timezone.localdate(later.begins_at) if later is not None else None,
    }
    return render(request, "console/cases/appointments.html", context)


@staff(ENTER)
@require_safe
def calendar(request: Request, number: uuid.UUID) -> HttpResponse:
    """One that whoever asks keeps, as a file that calendars read."""
    met = _of(request).filter(pk=number).first()
    if met is None:
        raise Http404
    link = request.build_absolute_uri(outside("console:appointments"))
    return content_as_file(calendar_of(met, met.case, link), NAME, MEDIA_TYPE)


def _of(request: Request) -> AppointmentQuerySet:
    mine: AppointmentQuerySet = Appointment.objects.of_keeper(request.acting.actor.id).first_first()
    of_cases = mine.select_related("case__owner__tenant", "case__type")
    return of_cases.prefetch_related("case__type__parts")


def _monday(said: str, today: date) -> date:
    try:
        day = parse_date(said) or today
    except ValueError:  # no such day
        day = today
    if not FIRST <= day <= LAST:
        day = today
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(day: date, kept: list[Kept]) -> Day:
    return Day(day, [one for one in kept if timezone.localdate(one.met.begins_at) == day])
