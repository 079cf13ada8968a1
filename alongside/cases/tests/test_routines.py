"""What types do by themselves: when something happened, things are done, and none goes round (spec C40)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType, ChoiceKind, TypeChoice
from alongside.cases.routines import Do, Routine, State, Step, Trigger, happened, settle
from alongside.history.models import Entry
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person
from tests.cast import helping

NEW = State(status=1, escalated=False, closed=False, group=7)

CHANGES: list[tuple[str, State | None, State, set[tuple[Trigger, int | None]]]] = [
    ("nothing", NEW, NEW, set()),
    ("raised", None, NEW, {(Trigger.RAISED, None)}),
    ("claimed", NEW, replace(NEW, status=2, assignee=5), {(Trigger.STATUS, 2), (Trigger.TAKEN, None)}),
    ("released", replace(NEW, assignee=5), NEW, {(Trigger.RELEASED, None)}),
    ("given", replace(NEW, assignee=5), replace(NEW, assignee=6), {(Trigger.TAKEN, None)}),
    ("reassigned", NEW, replace(NEW, group=8), {(Trigger.REASSIGNED, 8)}),
    ("staged", NEW, replace(NEW, stage=3), {(Trigger.STAGE, 3)}),
    ("unstaged", replace(NEW, stage=3), NEW, set()),
    ("filed", NEW, replace(NEW, subtype=4), {(Trigger.SUBTYPE, 4)}),
    ("asked", NEW, replace(NEW, waits=True), {(Trigger.WAITS, None)}),
    ("answered", replace(NEW, waits=True), NEW, {(Trigger.GOES_ON, None)}),
    (
        "escalated",
        NEW,
        replace(NEW, status=9, escalated=True, late=True),
        {(Trigger.STATUS, 9), (Trigger.ESCALATED, None), (Trigger.LATE, None)},
    ),
    ("closed", NEW, replace(NEW, closed=True), {(Trigger.CLOSED, None)}),
    ("last task", NEW, replace(NEW, tasks_done=True), {(Trigger.TASKS_DONE, None)}),
    ("reopened", replace(NEW, closed=True), NEW, {(Trigger.REOPENED, None)}),
]


def test_what_happened_is_read_off_the_case() -> None:
    for name, before, after, expected in CHANGES:
        assert happened(before, after) == frozenset(expected), name
    told = {trigger for *_, expected in CHANGES for trigger, _ in expected}
    assert told == set(Trigger)


def test_routines_that_set_each_other_off_end() -> None:
    stages = {1: 2, 2: 3, 3: 1}
    routines = [Routine(n, Trigger.STAGE, (Step(Do.STAGE, to),), of=n) for n, to in stages.items()]
    now = replace(NEW, stage=1)

    def run(one: Routine) -> None:
        nonlocal now
        now = replace(now, stage=one.steps[0].to)

    assert settle(NEW, lambda: now, lambda: routines, run) == [1, 2, 3]
    assert now.stage == 1


def choice(type: CaseType, kind: ChoiceKind, name: str) -> TypeChoice:
    return next(one for one in type.offered(kind) if one.name == name)


@pytest.mark.django_db
def test_a_routine_runs_in_the_deed_that_sets_it_off(
    setup: Acting, missed_bin: CaseType, groups: dict[str, Group], bob: Person, ann: Person, mary: Person
) -> None:
    look = choice(missed_bin, ChoiceKind.STAGE, "Look for the crew")
    hold = choice(missed_bin, ChoiceKind.STATUS, "On hold")
    first = cases.RoutinePlan(
        "Begin", Trigger.RAISED, [Step(Do.STAGE, look.pk), Step(Do.PRIVATE_NOTE, text="Ring the crew.")]
    )
    second = cases.RoutinePlan(
        "Hold",
        Trigger.STAGE,
        [Step(Do.STATUS, hold.pk), Step(Do.GROUP, groups["Highways"].pk), Step(Do.STAGE, look.pk)],
        of=look,
    )
    for plan in (first, second):
        cases.set_up_routine(setup, missed_bin, plan)
    before = Entry.objects.count()
    case = cases.raise_case(helping(bob, ann), missed_bin, title="The bin was not emptied")
    assert (case.stage, case.status, case.manager_group) == (look, hold, groups["Highways"])
    told = list(Entry.objects.filter(number__gte=before).oldest_first())
    told = [one for one in told if one.kind.startswith("cases.")]
    assert [one.kind for one in told] == [
        "cases.raised",
        "cases.routine_ran",
        "cases.stage_changed",
        "cases.noted_privately",
        "cases.routine_ran",
        "cases.status_changed",
        "cases.reassigned",
    ]
    assert {one.actor_ref for one in told[1:]} != {bob.ref}
    ran = told[4].open()
    assert ran is not None
    assert ran.data["left_out"] == 1  # it is at that stage already


@pytest.mark.django_db
def test_everything_a_routine_does(
    setup: Acting, missed_bin: CaseType, case: Case, mary: Person, nora: Person
) -> None:
    collect = choice(missed_bin, ChoiceKind.STAGE, "Collect")
    recycling = choice(missed_bin, ChoiceKind.SUBTYPE, "Recycling")
    resolved = choice(missed_bin, ChoiceKind.REASON, "Resolved")
    plans = [
        cases.RoutinePlan(
            "Help",
            Trigger.TAKEN,
            [
                Step(Do.SUBTYPE, recycling.pk),
                Step(Do.EXTEND, amount=2),
                Step(Do.NOTE, text="We are on it."),
                Step(Do.ASK, text="Which gate?"),
                Step(Do.ESCALATE),
                Step(Do.RELEASE),
            ],
        ),
        cases.RoutinePlan("End", Trigger.STAGE, [Step(Do.CLOSE, resolved.pk)], of=collect),
    ]
    for plan in plans:
        cases.set_up_routine(setup, missed_bin, plan)
    due = case.target_at
    taken = cases.claim(Acting.alone(mary), case)
    assert (taken.assignee_id, taken.subtype, taken.status.name) == (None, recycling, "Escalated")
    assert (taken.waits, [note.text for note in case.notes.all()]) == (True, ["We are on it."])
    gone_on = cases.withdraw_asking(Acting.alone(mary), cases.asked_now(case))
    assert due is not None
    assert gone_on.target_at is not None
    assert gone_on.target_at > due
    closed = cases.change_stage(Acting.alone(mary), case, collect)
    assert (closed.is_open, closed.reason) == (False, resolved)


@pytest.mark.django_db
def test_a_routine_that_fails_takes_nobodys_deed_away(
    setup: Acting, missed_bin: CaseType, case: Case, mary: Person
) -> None:
    plan = cases.RoutinePlan("Hm", Trigger.ESCALATED, [Step(Do.NOTE, text="Called.")])
    routine = cases.set_up_routine(setup, missed_bin, plan)
    type(routine).objects.filter(pk=routine.pk).update(steps=[{"do": "extend", "amount": 10**9}])
    assert cases.escalate(Acting.alone(mary), case).status.name == "Escalated"
    assert not Entry.objects.of_kinds("cases.routine_ran").exists()


@pytest.mark.django_db
def test_what_cannot_be_a_routine(setup: Acting, missed_bin: CaseType) -> None:
    good = cases.RoutinePlan("Begin", Trigger.RAISED, [Step(Do.ESCALATE)])
    kept = cases.set_up_routine(setup, missed_bin, good)
    for plan, field in (
        (replace(good, name=" "), "name"),
        (replace(good, name="begin"), "name"),
        (replace(good, name="Other", of=missed_bin.manager_group), "when"),
        (replace(good, name="Other", steps=[]), "steps"),
        (replace(good, name="Other", steps=[Step(Do.STAGE, 0)]), "steps"),
        (replace(good, name="Other", steps=[Step(Do.NOTE)]), "steps"),
        (replace(good, name="Other", steps=[Step(Do.EXTEND)]), "steps"),
    ):
        with pytest.raises(Misfit) as misfit:
            cases.set_up_routine(setup, missed_bin, plan)
        assert list(misfit.value.errors) == [field]
    cases.remove_routine(setup, kept)
    assert not missed_bin.routines.exists()
