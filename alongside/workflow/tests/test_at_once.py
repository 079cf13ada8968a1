"""Several who move one process at the same moment, on real transactions of both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import connections

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Tenant
from alongside.workflow import actions as workflow
from alongside.workflow import handlers
from alongside.workflow.models import Instance, State, Task, TaskDeed, TaskState, Timer
from alongside.workflow.tests.drawn import drawn, flows, line
from alongside.workflow.tests.test_actions import WAIT, deployed
from tests.cast import make_person

pytestmark = pytest.mark.committed

TIMES = 4
EVERYTHING = ["workflow.deploy", "workflow.run", "people.create_group"]
GROUPED = drawn(
    '<startEvent id="s"/><userTask id="a" camunda:candidateGroups="Crew"/><userTask id="b"/>' + flows("s>a>b")
)


def at_once(tenant: Tenant, move: Callable[[int], object]) -> list[object]:
    """What came of each, all released together in a connection of their own; of one that was refused, why."""
    together, came = threading.Barrier(TIMES), list[object]()

    def one(number: int) -> None:
        with tenancy.within(tenant.pk):
            together.wait()
            try:
                came.append(move(number))
            except workflow.NotNow as late:
                came.append(str(late))
        connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(TIMES)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came


def test_of_several_who_complete_one_task_one_does_and_the_others_are_told(new_tenant: Tenant) -> None:
    with tenancy.within(new_tenant.pk):
        house = Acting.alone(make_person("The", "House", rights=EVERYTHING))
        deployed(house, drawn(line("startEvent", "userTask", "userTask", "endEvent")))
        ann = Acting.alone(make_person("Ann", "Example"))
        task = Task.objects.with_instance().get(instance=workflow.start(ann, "missed-bin"))
    came = at_once(new_tenant, lambda number: workflow.complete(ann, task, {"number": number}).pk)
    with tenancy.within(new_tenant.pk):
        late = "This task has been done already, by you. What you entered was not used."
        assert sorted(map(str, came)) == sorted([str(task.pk), *[late] * (TIMES - 1)])
        assert list(Task.objects.order_by("created_at").values_list("element", "state")) == [
            ("n1", TaskState.DONE),
            ("n2", TaskState.OPEN),
        ]
        assert (TaskDeed.objects.count(), Entry.objects.of_kinds("workflow.task_completed").count()) == (1, 1)


def test_of_several_who_claim_the_next_task_one_gets_it(new_tenant: Tenant) -> None:
    with tenancy.within(new_tenant.pk):
        house = Acting.alone(make_person("The", "House", rights=EVERYTHING))
        crew = people.create_group(house, "Crew")
        deployed(house, GROUPED)
        members = [make_person(f"Carl{number}", "Crew") for number in range(TIMES)]
        for person in members:
            crew.memberships.create(person=person)
        for _ in range(2):
            workflow.start(Acting.alone(members[0]), "missed-bin")
    came = at_once(new_tenant, lambda number: workflow.claim_next(Acting.alone(members[number])))
    with tenancy.within(new_tenant.pk):
        claimed = [one.pk for one in came if isinstance(one, Task)]
        assert (len(claimed), len(set(claimed)), came.count(None)) == (2, 2, TIMES - 2)


def test_a_time_that_several_workers_see_comes_once(new_tenant: Tenant) -> None:
    with tenancy.within(new_tenant.pk):
        house = Acting.alone(make_person("The", "House", rights=EVERYTHING))
        deployed(house, WAIT)
        ann = Acting.alone(make_person("Ann", "Example"))
        for _ in range(3):
            workflow.start(ann, "missed-bin")
        Timer.objects.update(due_at=clock.now())
    came = at_once(new_tenant, lambda number: workflow.fire_due(lambda: house))
    with tenancy.within(new_tenant.pk):
        assert (sum(map(int, map(str, came))), Timer.objects.count()) == (3, 0)
        assert Task.objects.filter(element="b", state=TaskState.OPEN).count() == 3
        assert Entry.objects.of_kinds("workflow.went_on").count() == 3


class Killed(BaseException):
    """What no step catches, as it does not catch that its process ends."""


def test_a_process_that_is_killed_in_mid_step_is_as_it_was_and_goes_on(
    new_tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = [True]

    def work(acting: Acting, instance: Instance, given: Mapping[str, Any]) -> Mapping[str, Any]:
        if deaths:
            raise Killed
        return {"worked": True}

    with tenancy.within(new_tenant.pk):
        monkeypatch.setitem(handlers._all, "tests.work", handlers.Handler("tests.work", "Work", work))
        house = Acting.alone(make_person("The", "House", rights=EVERYTHING))
        text = '<startEvent id="s"/><userTask id="a"/><serviceTask id="m" alongside:handler="tests.work"/>'
        deployed(house, drawn(text + flows("s>a>m")))
        ann = Acting.alone(make_person("Ann", "Example"))
        instance = workflow.start(ann, "missed-bin")
        before = Instance.objects.values().get(), list(Task.objects.values())
        task = Task.objects.get()
        with pytest.raises(Killed):
            workflow.complete(ann, task, {"typed": 1})
        assert (Instance.objects.values().get(), list(Task.objects.values())) == before
        deaths.clear()
        workflow.complete(ann, task, {"typed": 1})
        instance.refresh_from_db()
        assert instance.state == State.FINISHED
