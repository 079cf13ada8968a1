"""Tasks on people's own pages."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.assisting.tests.test_mount import help_person
from alongside.people import actions as people
from alongside.people.models import Group, Person
from alongside.workflow import actions as workflow
from alongside.workflow.models import Instance, State, Task, TaskState
from alongside.workflow.tests.test_actions import CREW, deployed, member
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

LIST = "/tasks/"


@pytest.fixture
def crew(setup: Acting) -> Group:
    return people.create_group(setup, "Crew")


@pytest.fixture
def smith(setup: Acting) -> Person:
    return resident(setup)


@pytest.fixture
def instance(setup: Acting, crew: Group, smith: Person) -> Instance:
    deployed(setup, CREW)
    return workflow.start(Acting.alone(smith), "missed-bin")


def shown(answer: Any) -> str:
    text: str = unescape(answer.content.decode())
    return text


def test_a_process_goes_from_hand_to_hand_to_its_end(instance: Instance, smith: Person, crew: Group) -> None:
    carl, task = browser_of(member(crew)), Task.objects.get()
    assert "Look for it" in shown(carl.get(LIST))
    cards = {name: shown(carl.get(f"/cases/?in={name}")) for name in ("offered", "waiting")}
    assert {name: "Look for it" in page for name, page in cards.items()} == {
        "offered": True,
        "waiting": False,
    }
    here = f"{LIST}{task.pk}/"
    assert "Claim it" in shown(carl.get(here))
    for noun in ("claim", "release", "claim", "completion"):
        assert carl.post(f"{here}{noun}/").status_code == 303
    late = carl.post(f"{here}completion/")
    assert (late.status_code, "has been done already, by you" in shown(late)) == (409, True)
    own = browser_of(smith)
    assert "Say how it went" in shown(own.get(LIST))
    assert "Say how it went" in shown(own.get("/cases/?in=waiting"))
    assert "You are asked" in shown(own.get("/"))
    say = Task.objects.get(state=TaskState.OPEN)
    nobody = own.post(f"{LIST}{say.pk}/release/")
    assert (nobody.status_code, "offered to nobody else" in shown(nobody)) == (409, True)
    own.post(f"{LIST}{say.pk}/completion/")
    instance.refresh_from_db()
    assert instance.state == State.FINISHED


def test_tasks_of_others_are_not_found(instance: Instance, eve: Person, smith: Person) -> None:
    task = Task.objects.get()
    client = browser_of(eve)
    for noun in ("", "claim/", "release/", "completion/"):
        method = client.post if noun else client.get
        assert method(f"{LIST}{task.pk}/{noun}").status_code == 404
    assert browser_of(smith).post(f"{LIST}{task.pk}/claim/").status_code == 403


def test_an_agent_claims_by_the_right_of_whoever_is_helped(
    instance: Instance, crew: Group, bob: Person
) -> None:
    carl, task = member(crew), Task.objects.get()
    client = browser_of(bob)
    assert "Look for it" not in shown(client.get(LIST))
    here = help_person(client, carl) + LIST.lstrip("/")
    client.post(f"{here}next/")
    assert [(one.did, one.user, one.proxy_user) for one in task.deeds.all()] == [
        ("claimed", "Carl Crew", "Bob Helper")
    ]


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    instance: Instance, smith: Person, crew: Group
) -> None:
    client = browser_of(member(crew))
    once = queries_of(client, LIST)
    for _ in range(2):
        workflow.start(Acting.alone(smith), "missed-bin")
    assert queries_of(client, LIST) == once
