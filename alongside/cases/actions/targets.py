"""By when a case should be done: extending, waiting for the owner, reminding, and when it is too late."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import deadlines
from alongside.cases.actions.noting import checked_note
from alongside.cases.actions.working import (
    NotNow,
    calendar_of,
    demand_open,
    followed,
    save,
    state_of,
    working,
)
from alongside.cases.deadlines import LONGEST, Target, Unit
from alongside.cases.models import Asked, Case, CaseType, Note, Phase
from alongside.history.events import Event
from alongside.lib import clock
from alongside.people.checking import Misfit

EXTEND = Power("cases.extend", Kind.MATTER)
ASK = Power("cases.ask", Kind.MATTER)
ANSWER = Power("cases.answer", Kind.MATTER)
KEEP_TARGETS = Power("cases.keep_targets", Kind.STAFF)


class TargetExtended(
    Event,
    kind="cases.target_extended",
    title="Target Extended",
    sentence="{actor} extended the target of the case {reference}, for {person}",
    sentence_self="{actor} extended the target of the case {reference}",
    private=True,
):
    """`reason` is why, as the manager wrote it (spec C35: a private note)."""

    reference: str
    target_at: str
    reason: str


class OwnerAsked(
    Event,
    kind="cases.owner_asked",
    title="Question Asked",
    sentence="{actor} asked something about the case {reference}, for {person}",
    sentence_self="{actor} asked something about the case {reference}",
):
    reference: str
    asked: str


class OwnerAnswered(
    Event,
    kind="cases.owner_answered",
    title="Question Answered",
    sentence="{actor} answered what was asked about the case {reference}, for {person}",
    sentence_self="{actor} answered what was asked about the case {reference}",
):
    reference: str
    asked: str


class AskingWithdrawn(
    Event,
    kind="cases.asking_withdrawn",
    title="Question Withdrawn",
    sentence="{actor} asks no more about the case {reference}, for {person}",
    sentence_self="{actor} asks no more about the case {reference}",
):
    reference: str
    asked: str


class TargetNear(
    Event,
    kind="cases.target_near",
    title="Target Near",
    sentence="The target of the case {reference} is near",
    private=True,
):
    reference: str


class TargetBreached(
    Event,
    kind="cases.target_breached",
    title="Target Breached",
    sentence="The case {reference} was not done in time, and was escalated",
    private=True,
):
    reference: str


def extend(acting: Acting, case: Case, by: Target, *, reason: str) -> Case:
    """Give it more time, also after it was too late; what waits for the owner has it when it goes on. Raises
    `NotNow` where the type's managers may not, and `Misfit`."""
    reason = checked_note(reason)
    if not 1 <= by.amount <= LONGEST:
        raise Misfit({"amount": f"Enter a number of hours or days, from 1 to {LONGEST}."})
    with working(acting, EXTEND, case) as (deed, current):
        demand_open(current)
        if not current.type.managers_extend:
            raise NotNow("Targets of this type are not extended.")
        if current.target_at is None:
            raise NotNow("It waits for its owner." if current.waits else "It has no target.")
        current.target_at = deadlines.extended(current.target_at, by, deed.at, calendar_of(acting))
        current.reminded_at = current.breached_at = None
        save(deed, current, "target_at", "reminded_at", "breached_at")
        target = current.target_at.isoformat()
        deed.record(
            TargetExtended(reference=current.reference, target_at=target, reason=reason), about=current
        )
        return current


def ask(acting: Acting, case: Case, text: str) -> Asked:
    """Ask the owner for something; until they answer, the case waits, and its target with it."""
    text = checked_note(text)
    with working(acting, ASK, case) as (deed, current):
        demand_open(current)
        if current.asked.filter(answer__isnull=True, withdrawn_at__isnull=True).exists():
            raise NotNow("The owner has not answered what was asked before.")
        asked = Asked(case=current, actor_id=acting.actor.id, text=text, asked_at=deed.at)
        asked.save(force_insert=True)
        if current.target_at is not None:
            unit = Unit(current.type.target_unit)
            current.target_left = deadlines.left(unit, current.target_at, deed.at, calendar_of(acting))
            current.target_at = None
        save(deed, current, "target_at", "target_left")
        deed.record(OwnerAsked(reference=current.reference, asked=str(asked.pk)), about=current)
        return asked


def answer(acting: Acting, asked: Asked, text: str) -> Note:
    """Answer what was asked, as the owner or for them; the case goes on, with the time that was left."""
    text = checked_note(text)
    with working(acting, ANSWER, asked.case) as (deed, current):
        demand_open(current)
        unanswered = _unanswered(current, asked)
        note = Note(
            case=current,
            actor_id=acting.actor.id,
            person_id=acting.person_id,
            text=text,
            public=True,
            written_at=deed.at,
        )
        note.save(force_insert=True)
        unanswered.answer = note
        unanswered.save(update_fields=["answer"])
        _go_on(acting, deed, current)
        deed.record(OwnerAnswered(reference=current.reference, asked=str(asked.pk)), about=current)
        return note


def asked_now(case: Case) -> Asked:
    """What the owner is asked; raises `NotNow` where that is nothing."""
    asked: Asked | None = case.asked.filter(answer__isnull=True, withdrawn_at__isnull=True).first()
    if asked is None:
        raise NotNow("Nothing is being asked.")
    asked.case = case
    return asked


def withdraw_asking(acting: Acting, asked: Asked) -> Case:
    """Wait no longer for an answer."""
    with working(acting, ASK, asked.case) as (deed, current):
        unanswered = _unanswered(current, asked)
        unanswered.withdrawn_at = deed.at
        unanswered.save(update_fields=["withdrawn_at"])
        _go_on(acting, deed, current)
        deed.record(AskingWithdrawn(reference=current.reference, asked=str(asked.pk)), about=current)
        return current


def keep_targets(sign: Callable[[], Acting], *, most: int = 200) -> int:
    """Remind of the targets that are near, and escalate what is too late, each once; the first `most` of
    either. Returns how many there were. The house does this by itself in every tenant (`cases.tasks`), and
    `sign` says as whom; it is asked only when there is something to do."""
    at = clock.now()
    near = [one for type in CaseType.objects.exclude(reminder_hours=None) for one in _near(type, at)[:most]]
    late = Case.objects.due_before(at).filter(breached_at__isnull=True).order_by("target_at")
    kept = [_remind(sign(), number) for number in near[:most]]
    kept += [_breach(sign(), number) for number in late.values_list("pk", flat=True)[:most]]
    return sum(kept)


def _near(type: CaseType, at: datetime) -> QuerySet[Case, uuid.UUID]:
    until = at + timedelta(hours=type.reminder_hours or 0)
    near = Case.objects.open().filter(type=type, breached_at__isnull=True, reminded_at__isnull=True)
    return near.filter(target_at__gt=at, target_at__lte=until).values_list("pk", flat=True)


def _remind(acting: Acting, number: uuid.UUID) -> bool:
    with transaction.atomic():
        case = _still(number, reminded_at__isnull=True)
        if case is None:
            return False
        with acting.doing(KEEP_TARGETS, whose=case.owner) as deed:
            case.reminded_at = deed.at
            case.save(update_fields=["reminded_at"])
            deed.record(TargetNear(reference=case.reference), about=case)
    return True


def _breach(acting: Acting, number: uuid.UUID) -> bool:
    with transaction.atomic():
        case = _still(number, breached_at__isnull=True, target_at__lte=clock.now())
        if case is None:
            return False
        before = state_of(case)
        with acting.doing(KEEP_TARGETS, whose=case.owner) as deed:
            case.breached_at = case.escalated_at = deed.at
            case.status = case.type.status_of(Phase.ESCALATED)
            save(deed, case, "breached_at", "escalated_at", "status")
            deed.record(TargetBreached(reference=case.reference), about=case)
        followed(case, before)
    return True


def _still(number: uuid.UUID, **so: object) -> Case | None:
    """The case, locked, if nobody was there first."""
    cases = Case.objects.open().select_for_update(of=("self",)).for_a_page()
    return cases.filter(pk=number, **so).first()


def _unanswered(case: Case, asked: Asked) -> Asked:
    found: Asked = Asked.objects.select_for_update().get(pk=asked.pk, case=case)
    if found.answer_id is not None or found.withdrawn_at is not None:
        raise NotNow("That has been answered already.")
    return found


def _go_on(acting: Acting, deed: Deed, case: Case) -> None:
    if case.target_left is not None:
        unit = Unit(case.type.target_unit)
        case.target_at = deadlines.resumed(unit, case.target_left, deed.at, calendar_of(acting))
        case.target_left = None
    save(deed, case, "target_at", "target_left")
