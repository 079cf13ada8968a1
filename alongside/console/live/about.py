"""The calls that were about a case, a question or a person, with their service reports, beside the thing."""

from __future__ import annotations

import uuid
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
from alongside.lib.compiled import compiled

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
    whole = acting.may(SEE_WHOLE_LOG)
    if not whole and not acting.may(SEE_OWN_LOG):
        return []
    found = _about(name_of(thing), None if whole else acting.actor.id)
    if not found or not acting.may(READ_REPORTS):
        return [Spoken(one) for one in found]
    models.prefetch_related_objects(found, Prefetch("reports", Report.objects.there().order_by("made_at")))
    return [Spoken(one, tuple(one.reports.all())) for one in found]


@compiled
def _about(thing: str, agent: int | None) -> CallQuerySet:
    """Everybody's without an agent."""
    over: CallQuerySet = Call.objects.over()
    mine = over if agent is None else over.with_(agent)
    return mine.filter(subjects__about=thing).latest_first()[:MOST]


def told_of_reports(thing: models.Model) -> list[Told]:
    """What became of the reports of calls that were about it, for the history of the thing."""
    names = [name_of(Call(pk=call)) for call in _subjects(name_of(thing))]
    if not names:
        return []
    entries = Entry.objects.filter(about__in=names).of_kinds(*REPORTED).newest_first()[:RECENT]
    return [Told(entry.at, tell(entry)) for entry in entries]


@compiled
def _subjects(thing: str) -> models.QuerySet[CallSubject, uuid.UUID]:
    return CallSubject.objects.filter(about=thing).values_list("call_id", flat=True)[:MOST]
