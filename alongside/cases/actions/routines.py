"""Setting up routines of a type, and running them (spec C40).

The house runs them itself, in the deed that set them off: what that deed did and what the routines make of
it is seen together, and a deed that is undone takes them with it. A routine that fails is left out and told
to those who run the house; it takes nobody's deed away.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import deadlines
from alongside.cases.actions import working
from alongside.cases.actions.changing import StageChanged, StatusChanged, SubtypeChanged
from alongside.cases.actions.closing import Closed
from alongside.cases.actions.hands import Escalated, Reassigned, Released
from alongside.cases.actions.noting import Noted, NotedPrivately, checked_note
from alongside.cases.actions.targets import OwnerAsked, TargetExtended
from alongside.cases.actions.types import SET_UP
from alongside.cases.deadlines import LONGEST, Target, Unit
from alongside.cases.models import (
    Asked,
    Case,
    CaseType,
    ChoiceKind,
    Note,
    Part,
    Phase,
    TypeChoice,
    TypeRoutine,
)
from alongside.cases.routines import AIMED, NAMED, NUMBERED, WORDED, Do, Routine, State, Step, Trigger, settle
from alongside.history.events import Event
from alongside.jobs.scheduling import sign
from alongside.people.checking import Misfit
from alongside.people.models import Group

RUN = Power("cases.run_routines", Kind.STAFF)

MOST_ROUTINES, MOST_STEPS = 50, 20

log = logging.getLogger(__name__)


class RoutineSetUp(
    Event,
    kind="cases.routine_set_up",
    title="Routine Set Up",
    sentence="{actor} set up the routine {routine} of cases of the type {type_name}",
    private=True,
):
    type_name: str
    routine: str


class RoutineRemoved(
    Event,
    kind="cases.routine_removed",
    title="Routine Removed",
    sentence="{actor} removed the routine {routine} of cases of the type {type_name}",
    private=True,
):
    type_name: str
    routine: str


class RoutineRan(
    Event,
    kind="cases.routine_ran",
    title="Routine Run",
    sentence="The routine {routine} ran for the case {reference}",
    private=True,
):
    """`left_out` is how many of its steps did not fit the case as it was."""

    reference: str
    routine: str
    left_out: int


@dataclass(frozen=True)
class RoutinePlan:
    """Everything that is said of a routine. `of` is the choice or the group that the trigger names."""

    name: str
    when: Trigger
    steps: Sequence[Step]
    of: TypeChoice | Group | None = None
    in_use: bool = True


def set_up_routine(
    acting: Acting, type: CaseType, plan: RoutinePlan, routine: TypeRoutine | None = None
) -> TypeRoutine:
    """Give a type a routine, or change one of its own. Raises `Misfit` by the names of the plan's fields, and
    `steps` for what is wrong with one of them."""
    _demand(type, plan, routine)
    with acting.doing(SET_UP, about=type) as deed:
        kept = routine if routine is not None else TypeRoutine(type=type)
        kept.name, kept.when, kept.in_use = plan.name.strip(), plan.when.value, plan.in_use
        kept.choice = plan.of if isinstance(plan.of, TypeChoice) else None
        kept.group = plan.of if isinstance(plan.of, Group) else None
        kept.steps = [
            {"do": one.do.value, "to": one.to, "text": one.text.strip(), "amount": one.amount}
            for one in plan.steps
        ]
        kept.save()
        deed.record(RoutineSetUp(type_name=type.name, routine=kept.name), about=type)
        return kept


def remove_routine(acting: Acting, routine: TypeRoutine) -> None:
    with acting.doing(SET_UP, about=routine.type) as deed:
        TypeRoutine.objects.filter(pk=routine.pk).delete()
        deed.record(RoutineRemoved(type_name=routine.type.name, routine=routine.name), about=routine.type)


def follow(case: Case, before: State | None) -> None:
    """Run the routines of what happened to a case; called within its deed, with the case locked. The case in
    hand is as it is then."""
    ran = settle(before, lambda: working.state_of(case), lambda: _of(case), lambda one: _run(case, one))
    if ran:
        case.refresh_from_db()


def _of(case: Case) -> list[Routine]:
    kept = TypeRoutine.objects.filter(type=case.type_id, in_use=True).order_by("pk")
    return [one.routine for one in kept[:MOST_ROUTINES]]


@dataclass
class _Running:
    """A routine under way: what it changes, and the events that say so."""

    deed: Deed
    case: Case
    fields: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    left_out: int = 0

    @property
    def reference(self) -> str:
        return self.case.reference

    def set(self, event: Event, **fields: object) -> None:
        for name, value in fields.items():
            setattr(self.case, name, value)
        self.fields |= fields.keys()
        self.events.append(event)

    def choice(self, kind: ChoiceKind, number: int | None) -> TypeChoice:
        """Raises `_LeftOut` for one that is offered no more."""
        for one in self.case.type.offered(kind):
            if one.pk == number:
                return one
        raise _LeftOut


class _LeftOut(Exception):
    """A step that does not fit the case as it is, or changes nothing."""


def _run(case: Case, routine: Routine) -> None:
    kept = TypeRoutine.objects.get(pk=routine.number)
    try:
        with transaction.atomic(), sign().doing(RUN, whose=case.owner) as deed:
            running = _Running(deed, Case.objects.for_a_page().get(pk=case.pk))
            for step in routine.steps:
                try:
                    _STEPS[step.do](running, step)
                except _LeftOut:
                    running.left_out += 1
            if running.fields:
                working.save(deed, running.case, *sorted(running.fields))
            ran = RoutineRan(reference=case.reference, routine=kept.name, left_out=running.left_out)
            for event in (ran, *running.events):
                deed.record(event, about=running.case)
    except Exception:  # whoever did something has done it, whatever a routine makes of it
        log.exception("the routine %s failed for the case %s", kept.name, case.reference)
        return
    for name in running.fields:
        setattr(case, name, getattr(running.case, name))


def _status(running: _Running, step: Step) -> None:
    to = running.choice(ChoiceKind.STATUS, step.to)
    if not running.case.is_open or to.pk == running.case.status_id or to.phase != Phase.PROGRESS:
        raise _LeftOut
    running.set(StatusChanged(reference=running.reference, status=to.name), status=to)


def _stage(running: _Running, step: Step) -> None:
    to = running.choice(ChoiceKind.STAGE, step.to)
    if not running.case.is_open or to.pk == running.case.stage_id:
        raise _LeftOut
    running.set(StageChanged(reference=running.reference, stage=to.name), stage=to)


def _subtype(running: _Running, step: Step) -> None:
    to = running.choice(ChoiceKind.SUBTYPE, step.to)
    if not running.case.is_open or to.pk == running.case.subtype_id:
        raise _LeftOut
    running.set(SubtypeChanged(reference=running.reference, subtype=to.name), subtype=to)


def _group(running: _Running, step: Step) -> None:
    to = Group.objects.filter(pk=step.to or 0, staff=True).first()
    if to is None or not running.case.is_open or to.pk == running.case.manager_group_id:
        raise _LeftOut
    event = Reassigned(reference=running.reference, group=to.name)
    running.set(event, manager_group=to, assignee=None)


def _release(running: _Running, step: Step) -> None:
    if not running.case.is_open or running.case.assignee_id is None:
        raise _LeftOut
    running.set(Released(reference=running.reference), assignee=None)


def _escalate(running: _Running, step: Step) -> None:
    case = running.case
    if not case.is_open or case.status.phase == Phase.ESCALATED:
        raise _LeftOut
    status = case.type.status_of(Phase.ESCALATED)
    running.set(Escalated(reference=case.reference), status=status, escalated_at=running.deed.at)


def _note(running: _Running, step: Step) -> None:
    public = step.do is Do.NOTE
    house = running.deed.acting.actor.id
    note = Note(case=running.case, actor_id=house, person_id=house, text=step.text, public=public)
    note.written_at = running.deed.at
    note.save(force_insert=True)
    running.events.append((Noted if public else NotedPrivately)(running.reference, note=str(note.pk)))


def _ask(running: _Running, step: Step) -> None:
    case, at = running.case, running.deed.at
    waiting = Asked.objects.filter(case=case, answer__isnull=True, withdrawn_at__isnull=True)
    if not case.is_open or waiting.exists():
        raise _LeftOut
    asked = Asked(case=case, actor_id=running.deed.acting.actor.id, text=step.text, asked_at=at)
    asked.save(force_insert=True)
    event = OwnerAsked(reference=case.reference, asked=str(asked.pk))
    if case.target_at is None:
        running.events.append(event)
        return
    calendar = working.calendar_of(running.deed.acting)
    left = deadlines.left(Unit(case.type.target_unit), case.target_at, at, calendar)
    running.set(event, target_at=None, target_left=left)


def _extend(running: _Running, step: Step) -> None:
    case = running.case
    if not case.is_open or case.target_at is None:
        raise _LeftOut
    by = Target(step.amount, Unit(case.type.target_unit))
    until = deadlines.extended(case.target_at, by, running.deed.at, working.calendar_of(running.deed.acting))
    until_said, why = until.isoformat(), "A routine of the type."
    event = TargetExtended(reference=case.reference, target_at=until_said, reason=why)
    running.set(event, target_at=until, reminded_at=None, breached_at=None)


def _close(running: _Running, step: Step) -> None:
    case, at = running.case, running.deed.at
    reason = running.choice(ChoiceKind.REASON, step.to)
    if not case.is_open:
        raise _LeftOut
    asked = Asked.objects.filter(case=case, answer__isnull=True, withdrawn_at__isnull=True)
    asked.update(withdrawn_at=at)
    event = Closed(reference=case.reference, reason=reason.name)
    status = case.type.status_of(Phase.CLOSED)
    running.set(event, status=status, reason=reason, closed_at=at, target_left=None)


_STEPS: dict[Do, Callable[[_Running, Step], None]] = {
    Do.STATUS: _status,
    Do.STAGE: _stage,
    Do.SUBTYPE: _subtype,
    Do.GROUP: _group,
    Do.RELEASE: _release,
    Do.ESCALATE: _escalate,
    Do.NOTE: _note,
    Do.PRIVATE_NOTE: _note,
    Do.ASK: _ask,
    Do.EXTEND: _extend,
    Do.CLOSE: _close,
}


def _demand(type: CaseType, plan: RoutinePlan, routine: TypeRoutine | None) -> None:
    errors: dict[str, str] = {}
    name = plan.name.strip()
    others = TypeRoutine.objects.filter(type=type)
    if routine is not None:
        others = others.exclude(pk=routine.pk)
    if not name or len(name) > 100:
        errors["name"] = "Give the routine a name of at most 100 characters."
    elif others.filter(name__iexact=name).exists():
        errors["name"] = "The type has another routine of this name."
    if others.count() >= MOST_ROUTINES:
        errors["name"] = f"A type has at most {MOST_ROUTINES} routines."
    if plan.of is not None and plan.when not in NAMED:
        errors["when"] = "Choose one of the list."
    if not 0 < len(plan.steps) <= MOST_STEPS:
        errors["steps"] = f"Say what it does: from one step to {MOST_STEPS}."
    for place, step in enumerate(plan.steps, 1):
        if wrong := _wrong(type, step):
            errors["steps"] = f"Step {place}: {wrong}"
    if errors:
        raise Misfit(errors)


def _wrong(type: CaseType, step: Step) -> str:
    """What is wrong with a step, in a sentence; nothing where it fits."""
    if step.do in AIMED and step.to not in aims(type)[step.do]:
        return "choose one of the list."
    if step.do in NUMBERED and not 1 <= step.amount <= LONGEST:
        return f"enter a number from 1 to {LONGEST} as its text."
    if step.do in WORDED:
        try:
            checked_note(step.text)
        except Misfit as misfit:
            return next(iter(misfit.errors.values()))
    return ""


def aims(type: CaseType) -> dict[Do, dict[int, str]]:
    """What each step can aim at, by number, with its name: of statuses those in progress, of groups those to
    which cases of the type are given."""
    progress = [one for one in type.offered(ChoiceKind.STATUS) if one.phase == Phase.PROGRESS]
    given = type.groups_with(Part.REASSIGNMENT) | type.groups_with(Part.AUTO_ASSIGN) | type.managers
    chosen = {
        Do.STATUS: progress,
        Do.STAGE: type.offered(ChoiceKind.STAGE),
        Do.SUBTYPE: type.offered(ChoiceKind.SUBTYPE),
        Do.CLOSE: type.offered(ChoiceKind.REASON),
    }
    named = {do: {one.pk: one.name for one in found} for do, found in chosen.items()}
    groups = Group.objects.filter(pk__in=given).order_by("name")
    return named | {Do.GROUP: {one.pk: one.name for one in groups}}
