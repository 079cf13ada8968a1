"""Standard tasks: they come with the case and with its stages, and are settled once (spec C38)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseTask, CaseType, ChoiceKind, TaskState
from alongside.cases.queries import tasks_in_hand
from alongside.cases.routines import Do, Step, Trigger
from alongside.history.models import Entry
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person
from tests.cast import helping
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def tasks_of(case: Case) -> dict[str, str]:
    return dict(CaseTask.objects.filter(case=case).order_by("pk").values_list("name", "state"))


def test_tasks_come_with_a_case_and_its_stages_and_are_settled(
    setup: Acting, missed_bin: CaseType, groups: dict[str, Group], bob: Person, ann: Person, mary: Person
) -> None:
    plan = cases.Plan(
        "Missed bin",
        groups["Waste managers"],
        stages=("Look", "Collect"),
        tasks=[("", "Ring the crew"), ("Collect", "Order a lorry")],
    )
    with pytest.raises(Misfit, match="stage of the type"):
        cases.set_up(setup, "missed-bin", replace(plan, tasks=[("Away", "Ring the crew")]))
    type = cases.set_up(setup, "missed-bin", plan)
    case = cases.raise_case(helping(bob, ann), type, title="The bin was not emptied")
    assert tasks_of(case) == {"Ring the crew": "open"}

    manager = Acting.alone(mary)
    look, collect = type.offered(ChoiceKind.STAGE)
    for stage in (collect, look, collect):
        cases.change_stage(manager, case, stage)
    assert tasks_of(case) == {"Ring the crew": "open", "Order a lorry": "open"}
    cases.claim(manager, case)
    assert [one.name for one in tasks_in_hand(manager)] == ["Ring the crew", "Order a lorry"]

    ring, order = CaseTask.objects.order_by("pk")
    with pytest.raises(Refused):
        cases.settle_task(Acting.alone(bob), case, ring.pk, TaskState.DONE)
    page = browser_of(mary)
    place = f"/console/cases/{case.pk}/"
    assert page.post(f"{place}tasks/", {"task": ring.pk, "to": "not_needed"}).status_code == 303
    assert page.post(f"{place}tasks/", {"task": ring.pk, "to": "not_needed"}).status_code == 409
    shown = page.get(place).content.decode()
    assert ("Not needed" in shown, "Put back" in shown, "Order a lorry" in shown) == (True, True, True)
    assert "Order a lorry" in page.get("/console/tasks/").content.decode()
    step = Step(Do.PRIVATE_NOTE, text="Look whether it can be closed.")
    cases.set_up_routine(setup, type, cases.RoutinePlan("At the end", Trigger.TASKS_DONE, [step]))
    for state in (TaskState.OPEN, TaskState.DONE):
        cases.settle_task(manager, case, ring.pk, state)
    assert not case.notes.exists()
    cases.settle_task(manager, case, order.pk, TaskState.DONE)
    told = Entry.objects.about(f"cases.case:{case.pk}").oldest_first().values_list("kind", flat=True)
    assert [kind for kind in told if "task" in kind] == [
        "cases.task_not_needed",
        "cases.task_reopened",
        "cases.task_done",
        "cases.last_task_done",
    ]
    assert tasks_in_hand(manager) == []
    assert [note.text for note in case.notes.all()] == ["Look whether it can be closed."]
    cases.settle_task(manager, case, ring.pk, TaskState.OPEN)
    assert case.notes.count() == 1
