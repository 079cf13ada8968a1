"""A process opens a case of whom it is for."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.cases.models import Case, CaseType
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.workflow import actions as workflow
from alongside.workflow.handlers import house_of
from alongside.workflow.models import State, Task, TaskState
from alongside.workflow.tests.drawn import drawn, flows

pytestmark = pytest.mark.django_db

OPENS = drawn(
    '<startEvent id="s"/><serviceTask id="open" alongside:handler="case"><extensionElements>'
    '<alongside:with name="type" value="\'{}\'"/><alongside:with name="title" value="\'For \' + initiator"/>'
    '</extensionElements></serviceTask><endEvent id="e"/>' + flows("s>open>e")
)


def test_a_process_opens_a_case_as_the_house(setup: Acting, missed_bin: CaseType, ann: Person) -> None:
    for slug in ("missed-bin", "nothing"):
        plan = workflow.look_at(OPENS.replace(b"{}", slug.encode()))
        workflow.deploy(setup, slug=slug, title="Opens a case", plan=plan, agreed=plan.mark)
    instance = workflow.start(Acting.alone(ann), "missed-bin")
    case = Case.objects.get()
    assert (case.owner, case.title, instance.state) == (ann, f"For {ann.name}", State.FINISHED)
    told = Entry.objects.of_kinds("cases.raised").get()
    assert (told.actor_ref, told.person_ref) == (house_of(instance).actor.ref, ann.ref)
    task = Task.objects.get(instance=workflow.start(Acting.alone(ann), "nothing"))
    assert (task.state, task.problem) == (TaskState.FAILED, "There is no type of case “nothing” in use.")
