"""An agent's tasks in the console."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.assisting.tests.test_mount import help_person
from alongside.people import actions as people
from alongside.people.models import Group, Person
from alongside.workflow import actions as workflow
from alongside.workflow.models import Instance, Task
from alongside.workflow.tests.test_actions import CREW, deployed
from tests.cast import AGENT, make_person
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

LIST = "/console/tasks/"


@pytest.fixture
def crew(setup: Acting) -> Group:
    return people.create_group(setup, "Crew")


@pytest.fixture
def smith(setup: Acting) -> Person:
    return resident(setup)


@pytest.fixture
def cora(crew: Group) -> Person:
    """An agent of the crew."""
    person = make_person("Cora", "Crew", rights=AGENT)
    crew.memberships.create(person=person)
    return person


@pytest.fixture
def instance(setup: Acting, crew: Group, smith: Person) -> Instance:
    deployed(setup, CREW)
    return workflow.start(Acting.alone(smith), "missed-bin")


def shown(answer: Any) -> str:
    text: str = unescape(answer.content.decode())
    return text


def test_a_task_is_claimed_released_claimed_next_and_done(cora: Person, instance: Instance) -> None:
    client, task = browser_of(cora), Task.objects.get()
    assert "Look for it" in shown(client.get(LIST))
    for noun in (f"{task.pk}/claim", f"{task.pk}/release", "next", f"{task.pk}/completion"):
        assert client.post(f"{LIST}{noun}/").status_code == 303
    instance.refresh_from_db()
    did = [deed.did for deed in task.deeds.order_by("at")]
    assert (did, instance.now_at) == (["claimed", "released", "claimed", "completed"], ["say"])
    assert "nothing to claim" in shown(client.post(f"{LIST}next/", follow=True)).lower()
    assert client.post(f"{LIST}{task.pk}/completion/").status_code == 409


def test_what_is_not_theirs_is_not_found(cora: Person, eve: Person, instance: Instance, bob: Person) -> None:
    task = Task.objects.get()
    assert browser_of(bob).post(f"{LIST}{task.pk}/claim/").status_code == 404
    workflow.claim(Acting.alone(cora), task)
    assert browser_of(cora).post(f"{LIST}{task.pk}/claim/").status_code == 403


@pytest.mark.parametrize(("said", "listed"), [("assisted", "carl"), ("current", "cora")])
def test_while_helping_the_house_says_whose_tasks_are_shown(
    cora: Person, crew: Group, instance: Instance, said: str, listed: str, setup: Acting
) -> None:
    """The same agent helping the same person sees two different lists (spec J12)."""
    cora.tenant.options = {"workflow": {"tasks_of": said}}
    cora.tenant.save()
    mason = make_person("Mia", "Mason")
    mine = Task.objects.get()
    if listed == "carl":  # then what is theirs is offered to them alone
        crew.memberships.filter(person=cora).delete()
        crew.memberships.create(person=mason)
    client = browser_of(cora)
    here = help_person(client, mason) + LIST.lstrip("/")
    assert "Look for it" in shown(client.get(here))
    client.post(f"{here}{mine.pk}/claim/")
    deed = mine.deeds.get()
    wanted = ("Mia Mason", "Cora Crew") if listed == "carl" else ("Cora Crew", "")
    assert (deed.user, deed.proxy_user) == wanted


def test_with_one_button_nothing_is_listed(cora: Person, instance: Instance) -> None:
    cora.tenant.options = {"workflow": {"claiming": "next"}}
    cora.tenant.save()
    page = shown(browser_of(cora).get(LIST))
    assert ("Claim the next" in page, "Look for it" in page) == (True, False)


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    cora: Person, instance: Instance, smith: Person
) -> None:
    client = browser_of(cora)
    workflow.claim(Acting.alone(cora), Task.objects.get())
    workflow.start(Acting.alone(smith), "missed-bin")
    once = queries_of(client, LIST)
    for _ in range(2):
        workflow.start(Acting.alone(smith), "missed-bin")
        workflow.claim_next(Acting.alone(cora))
        workflow.start(Acting.alone(smith), "missed-bin")
    assert queries_of(client, LIST) == once
