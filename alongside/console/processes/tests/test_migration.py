"""Taking what is under way over to the version in use, in the console."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.console.processes.tests.test_processes import RIGHTS, shown
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.workflow import actions as workflow
from alongside.workflow.models import Instance, Task
from alongside.workflow.tests.drawn import drawn, flows
from alongside.workflow.tests.test_actions import CREW, deployed
from tests.cast import make_person
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

PAGE = "/console/processes/missed-bin/migration/"
NEXT = drawn(
    '<startEvent id="s"/><userTask id="look" name="Have a look" alongside:form="visit"'
    ' camunda:candidateGroups="Yard"/><userTask id="file" name="File it"/><endEvent id="e"/>'
    + flows("s>look>file>e")
)


@pytest.fixture
def browser(setup: Acting) -> Client:
    return browser_of(make_person("Dora", "Deploys", rights=RIGHTS))


def the_task(instance: Instance) -> Task:
    return Task.objects.with_instance().get(instance=instance, state="open")


def test_what_finds_its_place_goes_over_and_what_does_not_says_why(setup: Acting, browser: Client) -> None:
    for name in ("Crew", "Yard"):
        people.create_group(setup, name)
    carl = make_person("Carl", "Crew")

    def do(instance: Instance, person: Person) -> None:
        workflow.reassign(setup, the_task(instance), person)
        workflow.complete(Acting.alone(person), the_task(instance))

    deployed(setup, CREW)
    ann, ben = resident(setup), resident(setup, "Ben", "Brown")
    here, late, _ = (workflow.start(Acting.alone(one), "missed-bin") for one in (ann, ben, ann))
    do(late, carl)
    assert "Nothing goes by an older version" in shown(browser.get(PAGE))
    deployed(setup, NEXT)
    others = Instance.objects.exclude(pk=here.pk)
    others.update(state="cancelled")
    statements = queries_of(browser, PAGE)
    others.update(state="running")
    assert queries_of(browser, PAGE) == statements
    page = shown(browser.get(PAGE))
    assert ("Nothing is lost." in page, "It waits at “Say how it went”." in page) == (True, True)
    assert browser.post(PAGE).status_code == 422

    answer = browser.post(PAGE, {"instance": [str(here.pk), str(late.pk), "x"]})

    assert (answer.status_code, "1 went over, not all." in shown(answer)) == (409, True)
    moved = Instance.objects.get(pk=here.pk)
    task = the_task(moved)
    assert (moved.version.number, task.name, task.form) == (2, "Have a look", "visit")
    assert [group.name for group in task.groups.all()] == ["Yard"]
    assert Entry.objects.of_kinds("workflow.migrated").count() == 1
    do(moved, carl)
    assert the_task(moved).name == "File it"
    do(moved, ann)
    assert Instance.objects.get(pk=here.pk).state == "finished"
