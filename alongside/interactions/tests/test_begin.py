from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.actions import name_of
from alongside.interactions import actions, queries
from alongside.interactions.models import Interaction, State
from alongside.interactions.tests.told import again, happened, last
from alongside.lib import clock
from alongside.people.models import Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def test_an_agent_begins_to_record_a_contact(bob: Person) -> None:
    interaction = actions.begin(Acting.alone(bob), channel="phone", service="benefits")

    assert (interaction.agent, interaction.person, interaction.state) == (bob, None, State.RUNNING)
    entry, said = last()
    assert (entry.kind, entry.actor_ref, entry.person_ref, entry.assistance_id, entry.about) == (
        "interactions.begun",
        bob.ref,
        bob.ref,
        None,
        name_of(interaction),
    )
    assert said == {"channel": "Phone", "service": "Benefits"}


def test_a_contact_is_recorded_for_whoever_is_being_helped(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)

    interaction = actions.begin(acting, channel="face", service="waste")

    assert (interaction.person, again(interaction).names()) == (ann, ["Ann Example"])
    assert happened() == ["assisting.started", "interactions.begun"]
    entry, _ = last()
    assert (entry.person_ref, entry.assistance_id) == (bob.ref, None)


def test_a_forgotten_sitting_is_not_part_of_a_new_contact(bob: Person, ann: Person) -> None:
    helping(bob, ann)

    with clock.moved(minutes=16):
        interaction = actions.begin(Acting.alone(bob), channel="phone", service="benefits")

    assert interaction.person is None


def test_beginning_pauses_the_contact_that_was_running(bob: Person) -> None:
    first = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    with clock.moved(seconds=90):
        second = actions.begin(Acting.alone(bob), channel="chat", service="roads")

    first = again(first)
    assert (first.state, first.running_since) == (State.PAUSED, None)
    assert first.timer.spent in (timedelta(seconds=90), timedelta(seconds=91))  # the test itself takes time
    assert queries.running_of(bob) == second
    assert happened() == ["interactions.begun", "interactions.paused", "interactions.begun"]


def test_two_agents_record_at_the_same_time(bob: Person, hal: Person) -> None:
    hal.standing  # noqa: B018 (read before the role changes)
    role = hal.holdings.get().role
    role.rights = [*role.rights, "interactions.record"]
    role.save()
    del hal.standing

    mine = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    theirs = actions.begin(Acting.alone(hal), channel="phone", service="benefits")

    assert (queries.running_of(bob), queries.running_of(hal)) == (mine, theirs)


def test_a_person_without_the_right_records_nothing(eve: Person) -> None:
    with pytest.raises(Refused) as refusal:
        actions.begin(Acting.alone(eve), channel="phone", service="benefits")

    assert refusal.value.verdict.rule == "right-missing"
    assert not Interaction.objects.exists()
    assert happened() == ["assisting.refused"]
