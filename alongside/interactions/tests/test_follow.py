from __future__ import annotations

import uuid
from typing import Any

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import EndReason
from alongside.history.models import Entry
from alongside.interactions import actions, queries
from alongside.interactions.models import Interaction, State
from alongside.interactions.tests.told import again, happened, last
from alongside.people.models import Person, Tenant
from tests.cast import helping

pytestmark = pytest.mark.django_db


@pytest.fixture
def recording(bob: Person) -> Interaction:
    """What Bob is recording."""
    return actions.begin(Acting.alone(bob), channel="phone", service="benefits")


def test_the_contact_follows_whom_the_agent_begins_to_help(
    bob: Person, ann: Person, recording: Interaction
) -> None:
    helping(bob, ann)

    assert again(recording).person == ann
    assert happened() == ["interactions.begun", "interactions.person_changed", "assisting.started"]


def test_what_it_follows_is_recorded_against_the_agent(
    bob: Person, ann: Person, recording: Interaction
) -> None:
    helping(bob, ann)
    entry = Entry.objects.get(kind="interactions.person_changed")
    contents = entry.open()
    assert contents
    assert (entry.actor_ref, entry.person_ref, entry.assistance_id) == (bob.ref, bob.ref, None)
    assert contents.data == {"who": str(ann.ref)}


def test_the_contact_follows_a_switch(bob: Person, ann: Person, ben: Person, recording: Interaction) -> None:
    acting = helping(bob, ann)

    assisting.switch(acting, ben)

    assert again(recording).person == ben
    assert happened().count("interactions.person_changed") == 2  # not emptied on the way


@pytest.mark.parametrize("why", [why for why in EndReason if why is not EndReason.SWITCHED])
def test_the_contact_is_nobodys_when_helping_ends(
    bob: Person, ann: Person, recording: Interaction, why: EndReason
) -> None:
    acting = helping(bob, ann)
    assert acting.assistance is not None

    assisting.end(Acting.alone(bob), acting.assistance, why)

    assert (again(recording).person, again(recording).state) == (None, State.RUNNING)
    assert last()[0].kind == "assisting.stopped"


def test_a_paused_contact_keeps_its_person(
    bob: Person, ann: Person, ben: Person, recording: Interaction
) -> None:
    acting = helping(bob, ann)
    actions.pause(acting, recording)

    assisting.switch(acting, ben)

    assert again(recording).person == ann


def test_an_agent_who_lost_the_right_can_still_stop(bob: Person, ann: Person, recording: Interaction) -> None:
    acting = helping(bob, ann)
    bob.holdings.all().delete()
    del bob.standing
    assert acting.assistance is not None

    assisting.stop(acting, acting.assistance)

    assert again(recording).person is None


@pytest.mark.parametrize(
    ("option", "begun"),
    [
        (None, []),
        (False, []),
        (True, [("phone", "undecided")]),
        ({"channel": "face", "service": "waste"}, [("face", "waste")]),
        ({"channel": "telepathy", "service": "magic"}, [("phone", "undecided")]),
        ({"channel": ["face"], "service": {}}, [("phone", "undecided")]),
    ],
)
def test_helping_begins_a_contact_where_the_tenant_wants_it(
    tenant: Tenant, bob: Person, ann: Person, option: Any, begun: list[tuple[str, str]]
) -> None:
    tenant.options["begin_on_assist"] = option
    tenant.save()

    helping(bob, ann)

    assert [(one.channel, one.service) for one in Interaction.objects.filter(person=ann)] == begun


def test_a_contact_that_is_running_is_not_begun_again(
    tenant: Tenant, bob: Person, ann: Person, recording: Interaction
) -> None:
    tenant.options["begin_on_assist"] = True
    tenant.save()

    helping(bob, ann)

    assert Interaction.objects.get() == recording


def test_the_channels_of_sittings(bob: Person, ann: Person, ben: Person, recording: Interaction) -> None:
    first = helping(bob, ann).assistance
    second = assisting.switch(Acting.alone(bob), ben)
    actions.close(Acting.alone(bob), recording)
    actions.begin(Acting.alone(bob), channel="chat", service="roads")
    assisting.stop(Acting.alone(bob), second)
    third = helping(bob, ann).assistance
    assert first is not None
    assert third is not None
    actions.close(Acting.alone(bob), Interaction.objects.running().get())
    last_one = assisting.switch(Acting.alone(bob), ben)

    assert queries.channels_of([first.pk, second.pk, third.pk, last_one.pk, uuid.uuid4()]) == {
        first.pk: "Phone",
        second.pk: "Live chat",
        third.pk: "Live chat",
    }
