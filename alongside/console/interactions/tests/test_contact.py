"""The page of one contact, and the agent's day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.interactions import actions
from alongside.interactions.models import CallBack, HandOver, Interaction, State
from alongside.lib import clock
from alongside.people.models import Group, Membership, Person, Tenant
from tests.cast import AGENT, make_person, sign_in
from tests.council import queries_of

pytestmark = pytest.mark.django_db

LIST, DAY = "/console/interactions/", "/console/day/"


@pytest.fixture
def gil(tenant: Tenant) -> Person:
    person = make_person("Gil", "Second", rights=AGENT)
    Membership.objects.create(group=Group.objects.create(name="STAFF", staff=True), person=person)
    return person


@pytest.fixture
def bobs(tenant: Tenant, bob: Person, gil: Person) -> Client:
    return sign_in(tenant, bob)


@pytest.fixture
def call(bob: Person) -> Interaction:
    return actions.begin(Acting.alone(bob), channel="phone", service="benefits")


def at(call: Interaction, noun: str = "") -> str:
    return f"{LIST}{call.pk}/{noun}"


def test_a_contact_is_described_handed_over_and_finished_by_a_colleague(
    tenant: Tenant, bobs: Client, gil: Person, call: Interaction
) -> None:
    said = {"service": "roads", "others": ["waste"], "note": "A pothole"}
    assert bobs.post(at(call, "description/"), said).status_code == 303
    assert "A pothole" in bobs.get(at(call)).content.decode()
    answer = bobs.post(at(call, "hand-overs/"), {"colleague": gil.pk, "note": "She waits"})
    assert (answer.status_code, answer["Location"]) == (303, DAY)
    assert "Waiting for a colleague" in bobs.get(DAY).content.decode()
    assert bobs.get(at(call)).status_code == 404

    gils = sign_in(tenant, gil)
    assert "She waits" in gils.get(DAY).content.decode()
    assert gils.post(at(call, "acceptance/")).status_code == 303
    page = gils.get(at(call)).content.decode()
    assert ("A pothole" in page, "Bob Helper to Gil Second" in page) == (True, True)
    assert gils.post(at(call, "closing/"), {"wrap_up": "resolved", "note": ""}).status_code == 303
    assert Interaction.objects.get().state == State.CLOSED


def test_whoever_is_in_no_staff_group_is_refused(bobs: Client, call: Interaction) -> None:
    other = make_person("Una", "Grouped", rights=AGENT)

    answer = bobs.post(at(call, "hand-overs/"), {"colleague": other.pk, "note": "kept"})

    assert (answer.status_code, "kept" in answer.content.decode()) == (422, True)
    assert not HandOver.objects.exists()


def test_a_contact_is_given_back(tenant: Tenant, bobs: Client, gil: Person, call: Interaction) -> None:
    bobs.post(at(call, "hand-overs/"), {"colleague": gil.pk})
    gils = sign_in(tenant, gil)

    assert gils.post(at(call, "refusal/"), {"why": "Not my field"})["Location"] == DAY
    assert gils.post(at(call, "refusal/")).status_code == 404

    page = bobs.get(DAY).content.decode()
    assert ("Given back to you" in page, "Not my field" in page) == (True, True)
    assert "answered already" in bobs.post(at(call, "acceptance/"), follow=True).content.decode()


@pytest.mark.parametrize("due", ["", "tomorrow", "2020-01-01T10:00", "2027-03-28T01:30", "9999-12-31T23:59"])
def test_a_time_that_cannot_be_meant_is_said(bobs: Client, call: Interaction, due: str) -> None:
    answer = bobs.post(at(call, "call-backs/"), {"due_at": due, "note": "kept"})

    assert (answer.status_code, "kept" in answer.content.decode()) == (422, True)


def test_a_call_back_is_promised_reminded_of_and_made(bobs: Client, call: Interaction) -> None:
    due = (clock.now() + timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M")
    assert bobs.post(at(call, "call-backs/"), {"due_at": due, "note": "Ask for Jo"}).status_code == 303
    assert "It is time to call back" not in bobs.get(DAY).content.decode()

    CallBack.objects.update(due_at=clock.now())
    assert "It is time to call back" in bobs.get(DAY).content.decode()

    done = f"/console/call-backs/{CallBack.objects.get().pk}/completion/"
    assert [bobs.post(done).status_code, bobs.post(done).status_code] == [303, 303]
    assert "Nobody is to be called back" in bobs.get(DAY).content.decode()


def test_a_wrap_up_is_asked_for_where_it_is_required(tenant: Tenant, bobs: Client, call: Interaction) -> None:
    tenant.options = {"wrap_up_required": True, "complete_on_stop": True}
    tenant.save()

    answer = bobs.post(at(call, "closing/"))

    assert (answer.status_code, "Say how the contact ended." in answer.content.decode()) == (422, True)
    assert bobs.post(at(call, "closing/"), {"wrap_up": "other"}).status_code == 303
    assert "Without" not in bobs.get(at(call)).content.decode()


@pytest.mark.parametrize("noun", ["description/", "hand-overs/", "call-backs/", "closing/"])
def test_what_is_closed_meanwhile_is_said(bobs: Client, bob: Person, gil: Person, noun: str) -> None:
    call = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    actions.close(Acting.alone(bob), call)

    answer = bobs.post(at(call, noun), {"service": "roads", "colleague": gil.pk, "note": ""})

    assert answer.status_code == (422 if noun == "call-backs/" else 303)


def test_my_day_takes_as_many_statements_however_much_is_open(bobs: Client, bob: Person, gil: Person) -> None:
    def more() -> None:
        for agent, other in ((bob, gil), (gil, bob)):
            Membership.objects.get_or_create(group=Group.objects.get(), person=agent)
            call = actions.begin(Acting.alone(agent), channel="phone", service="benefits")
            actions.promise(Acting.alone(agent), call, due_at=clock.now() + timedelta(hours=1))
            actions.hand_over(Acting.alone(agent), call, other)
        call = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
        actions.promise(Acting.alone(bob), call, due_at=clock.now() + timedelta(hours=1))

    more()
    once = queries_of(bobs, DAY)
    more()
    more()
    assert queries_of(bobs, DAY) == once
