"""The calls that were about a case, a question or a person, with their service reports, beside the thing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Prefetch

from alongside.assisting.acting import Acting
from alongside.calls.actions.reporting import READ_REPORTS, REPORTED
from alongside.calls.models import Call, CallQuerySet, CallSubject, Report
from alongside.calls.powers import SEE_OWN_LOG, SEE_WHOLE_LOG
from alongside.cases.telling import Told
from alongside.history.actions import name_of
from alongside.history.models import Entry
from alongside.history.telling import tell

MOST = 20  # calls about one thing, the latest
RECENT = 100  # entries about their reports


@dataclass(frozen=True)
class Spoken:
    """A call that is over, and what was written of it that whoever looks may read."""

    call: Call
    reports: tuple[Report, ...] = ()


def in_the_log_of(acting: Acting) -> CallQuerySet:
    """The calls that are over and stand in the log which this agent may open: all, their own, or none."""
    over: CallQuerySet = Call.objects.over()
    if acting.may(SEE_WHOLE_LOG):
        return over
    return over.with_(acting.actor.id) if acting.may(SEE_OWN_LOG) else over.none()


def calls_about(acting: Acting, thing: models.Model) -> list[Spoken]:
    """The calls that were about a thing, of those which the agent finds in the log."""
    calls = in_the_log_of(acting)
    if calls.query.is_empty():
        return []
    found = calls.filter(subjects__about=name_of(thing)).latest_first()[:MOST]
    if not acting.may(READ_REPORTS):
        return [Spoken(one) for one in found]
    there = Prefetch("reports", Report.objects.there().order_by("made_at"))
    return [Spoken(one, tuple(one.reports.all())) for one in found.prefetch_related(there)]


def told_of_reports(thing: models.Model) -> list[Told]:
    """What became of the reports of calls that were about it, for the history of the thing."""
    subjects = CallSubject.objects.filter(about=name_of(thing)).values_list("call_id", flat=True)[:MOST]
    names = [name_of(Call(pk=call)) for call in subjects]
    if not names:
        return []
    entries = Entry.objects.filter(about__in=names).of_kinds(*REPORTED).newest_first()[:RECENT]
    return [Told(entry.at, tell(entry)) for entry in entries]
