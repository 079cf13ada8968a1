from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.interactions import actions, queries
from alongside.interactions.actions import Unfit
from alongside.interactions.models import Interaction, State
from alongside.interactions.tests.told import again, happened, last
from alongside.lib import clock
from alongside.people.models import Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def test_a_closed_contact_has_its_time_and_is_no_longer_open(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    with clock.moved(minutes=4):
        actions.close(acting, interaction)

    closed = again(interaction)
    assert (closed.state, closed.ended_at is None, closed.running_since) == (State.CLOSED, False, None)
    assert closed.seconds_spent in (240, 241)
    assert list(queries.open_of(bob)) == []
    assert last()[1] == {"seconds": closed.seconds_spent, "wrap_up": ""}


def test_a_paused_contact_is_closed_with_the_time_it_has(bob: Person) -> None:
    acting = Acting.alone(bob)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    actions.pause(acting, interaction)
    stood = again(interaction).seconds_spent
    with clock.moved(days=3):
        actions.close(acting, interaction)

    assert again(interaction).seconds_spent == stood


def test_a_contact_is_closed_once(bob: Person) -> None:
    acting = Acting.alone(bob)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    actions.close(acting, interaction)

    with pytest.raises(Unfit):
        actions.close(acting, interaction)

    assert happened() == ["interactions.begun", "interactions.closed"]


def test_a_closed_contact_still_says_who_was_helped(bob: Person, ann: Person, ben: Person) -> None:
    acting = helping(bob, ann)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    second = assisting.switch(acting, ben)
    assisting.stop(acting, second)
    actions.close(acting, interaction)

    assert (again(interaction).person, again(interaction).names()) == (None, ["Ann Example", "Ben Sample"])


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.CLOSED},
        {"state": State.PAUSED},
        {"running_since": None},
        {"ended_at": clock.now()},
    ],
)
def test_the_database_keeps_state_end_and_timer_together(bob: Person, change: dict[str, object]) -> None:
    interaction = actions.begin(Acting.alone(bob), channel="phone", service="benefits")

    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.filter(pk=interaction.pk).update(**change)


def test_the_database_keeps_one_running_contact_an_agent(bob: Person) -> None:
    actions.begin(Acting.alone(bob), channel="phone", service="benefits")

    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.create(
            agent=bob, channel="phone", service="x", begun_at=clock.now(), running_since=clock.now()
        )
