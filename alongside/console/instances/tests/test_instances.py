"""What is under way, in the console."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.assisting.tests.test_mount import help_person
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Group, Person
from alongside.workflow import actions as workflow
from alongside.workflow.models import Instance, State, Task, TaskState
from alongside.workflow.tests.test_actions import CREW, WAIT, deployed, member
from tests.cast import AGENT, make_person
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

LIST = "/console/instances/"


@pytest.fixture
def crew(setup: Acting) -> Group:
    return people.create_group(setup, "Crew")


@pytest.fixture
def smith(setup: Acting) -> Person:
    return resident(setup)


@pytest.fixture
def olive(setup: Acting) -> Client:
    """Who oversees processes."""
    return browser_of(make_person("Olive", "Oversees", rights=["console.enter", "workflow.oversee"]))


@pytest.fixture
def instance(setup: Acting, crew: Group, smith: Person) -> Instance:
    deployed(setup, CREW)
    return workflow.start(Acting.alone(smith), "missed-bin", {"street": "High St", "big": True})


def shown(answer: Any) -> str:
    text: str = unescape(answer.content.decode())
    return text


def test_processes_are_listed_and_narrowed_down(
    olive: Client, instance: Instance, smith: Person, setup: Acting
) -> None:
    def found(**asked: str) -> bool:
        answer = olive.get(LIST, asked, follow=True)
        return f'href="{LIST}{instance.pk}/"' in shown(answer)

    asked: list[tuple[dict[str, str], bool]] = [
        ({}, True),
        ({"process": "missed-bin"}, True),
        ({"process": "other"}, False),
        ({"state": "running"}, True),
        ({"state": "finished"}, False),
        ({"state": "need"}, False),
        ({"person": "Ann Smith"}, True),
        ({"person": "Olive Oversees"}, False),
        ({"by": str(smith.ref)}, True),
        ({"since": "1 1 2020", "until": "1 1 2099"}, True),
        ({"until": "1 1 2020"}, False),
        ({"since": "soon"}, False),
    ]
    assert [found(**one) for one, _ in asked] == [is_there for _, is_there in asked]
    assert "Ann" not in olive.get(LIST, {"person": "Ann Smith"})["Location"]


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    olive: Client, instance: Instance, smith: Person
) -> None:
    once = queries_of(olive, LIST)
    for _ in range(2):
        workflow.start(Acting.alone(smith), "missed-bin")
    assert queries_of(olive, LIST) == once


def test_a_process_is_shown_with_where_it_is_and_what_it_knows_and_that_is_recorded(
    olive: Client, instance: Instance
) -> None:
    page = shown(olive.get(f"{LIST}{instance.pk}/"))
    for said in (
        "diagram-picture",
        "state-now",
        "Look for it",
        "High St",
        "offered to Crew",
        "started Missed bin",
    ):
        assert said in page, said
    assert Entry.objects.of_kinds("workflow.seen").count() == 1
    assert olive.get(f"{LIST}{'0' * 8}-0000-4000-8000-{'0' * 12}/").status_code == 404


def test_each_sees_as_much_as_the_rules_say(
    instance: Instance, crew: Group, smith: Person, bob: Person, setup: Acting
) -> None:
    """An agent sees what whoever is helped sees; alone, nothing of others."""
    carl = member(crew)
    address = f"console/instances/{instance.pk}/"
    with_values = {}
    for person in (smith, carl):
        client = browser_of(bob)
        answer = client.get(help_person(client, person) + address)
        with_values[person.pk] = (answer.status_code, "High St" in shown(answer))
    assert with_values == {smith.pk: (200, False), carl.pk: (200, True)}
    assert browser_of(bob).get(f"/{address}").status_code == 404


def test_it_is_suspended_resumed_given_to_somebody_and_cancelled(
    olive: Client, instance: Instance, crew: Group
) -> None:
    carl = member(crew)
    here = f"{LIST}{instance.pk}/"
    task = Task.objects.get(instance=instance)
    wrong = olive.post(f"{here}tasks/{task.pk}/assignment/", {"to": "0"})
    olive.post(f"{here}tasks/{task.pk}/assignment/", {"to": str(carl.pk)})
    states = []
    for noun in ("suspension", "resumption", "cancellation"):
        assert olive.post(f"{here}{noun}/").status_code == 303
        instance.refresh_from_db()
        states.append(instance.state)
    again = olive.post(f"{here}suspension/")
    task.refresh_from_db()
    assert (wrong.status_code, task.assignee_id, task.state) == (422, carl.pk, TaskState.WITHDRAWN)
    assert states == [State.SUSPENDED, State.RUNNING, State.CANCELLED]
    assert (again.status_code, "The process is cancelled." in shown(again)) == (409, True)


def test_what_is_stuck_is_found_and_tried_again(olive: Client, smith: Person, setup: Acting) -> None:
    text = WAIT.replace(b'<userTask id="b"/>', b'<scriptTask id="b"><script>x = 1 / y</script></scriptTask>')
    deployed(setup, text)
    instance = workflow.start(Acting.alone(smith), "missed-bin")
    with clock.moved(days=4):
        workflow.fire_due(lambda: setup)
    assert str(instance.pk) in shown(olive.get(LIST, {"state": "need"}))
    page = shown(olive.get(f"{LIST}{instance.pk}/"))
    assert ("It cannot go on." in page, "Try again" in page) == (True, True)
    assert olive.post(f"{LIST}{instance.pk}/retrial/").status_code == 303
    instance.refresh_from_db()
    assert instance.state == State.RUNNING


def test_only_whoever_oversees_them_does_anything_to_processes(instance: Instance, crew: Group) -> None:
    client = browser_of(make_person("Carla", "Crew", rights=AGENT))
    for noun in ("suspension", "cancellation", "retrial"):
        assert client.post(f"{LIST}{instance.pk}/{noun}/").status_code == 404


def test_processes_are_found_by_what_they_know(olive: Client, instance: Instance, setup: Acting) -> None:
    other = workflow.start(Acting.alone(setup.actor), "missed-bin", {"street": "Łódzka 3", "look": "x"})

    def found(text: str) -> list[Instance]:
        page = shown(olive.post(f"{LIST}search/", {"text": text}))
        return [one for one in (instance, other) if f'href="{LIST}{one.pk}/"' in page]

    assert (found("high  ST"), found("ŁÓDZKA"), found("nothing")) == ([instance], [other], [])
    assert found("missed-bin") == []  # names of the diagram are nothing that it knows
    few = olive.post(f"{LIST}search/", {"text": " x "})
    assert (few.status_code, "at least 3 characters" in shown(few)) == (422, True)
    entries = Entry.objects.of_kinds("workflow.searched")
    assert [entry.open().data for entry in entries.order_by("number")][:2] == [{"found": 1}, {"found": 1}]
