from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.interactions import actions
from alongside.interactions.actions import Unfit
from alongside.interactions.models import Interaction, State
from alongside.interactions.tests.told import again, happened, last
from alongside.lib import clock
from alongside.people.models import Person
from tests.cast import AGENT, helping, make_person

pytestmark = pytest.mark.django_db


def test_a_paused_contact_stands_still_and_keeps_its_person(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    begun = interaction.running_since
    assert begun is not None

    with clock.moved(minutes=3):
        actions.pause(acting, interaction)

    paused = again(interaction)
    assert (paused.state, paused.running_since, paused.person) == (State.PAUSED, None, ann)
    assert paused.seconds_spent in (180, 181)
    assert paused.spent(begun) == paused.timer.spent
    entry, said = last()
    assert (entry.kind, entry.person_ref, said) == (
        "interactions.paused",
        bob.ref,
        {"seconds": paused.seconds_spent},
    )


def test_a_contact_that_is_not_running_cannot_be_paused(bob: Person) -> None:
    interaction = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    actions.pause(Acting.alone(bob), interaction)

    with pytest.raises(Unfit) as problem:
        actions.pause(Acting.alone(bob), interaction)

    assert problem.value.interaction.state == State.PAUSED
    assert happened() == ["interactions.begun", "interactions.paused"]


def test_a_colleagues_contact_is_not_found(bob: Person) -> None:
    colleague = make_person("Cat", "Colleague", rights=AGENT)
    interaction = actions.begin(Acting.alone(bob), channel="phone", service="benefits")

    for change in (actions.pause, actions.resume, actions.close):
        with pytest.raises(Interaction.DoesNotExist):
            change(Acting.alone(colleague), interaction)

    assert again(interaction).is_running


def test_a_person_without_the_right_pauses_nothing(bob: Person, eve: Person) -> None:
    interaction = actions.begin(Acting.alone(bob), channel="phone", service="benefits")

    with pytest.raises(Refused):
        actions.pause(Acting.alone(eve), interaction)

    assert again(interaction).is_running
