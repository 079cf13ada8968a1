from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused, Source
from alongside.assisting.models import Assistance, EndReason
from alongside.interactions import actions, queries
from alongside.interactions.actions import Unfit
from alongside.interactions.models import State
from alongside.interactions.tests.told import again, happened
from alongside.lib import clock
from alongside.people.models import Person
from tests.cast import helping

pytestmark = pytest.mark.django_db


def helped(agent: Person) -> Person | None:
    now = queries.assistance_of(agent, clock.now())
    return None if now is None else now.person


def test_the_agents_day_of_two_contacts(bob: Person, ann: Person, ben: Person) -> None:
    """J5: begin, help, pause; begin another with somebody else; resume the first."""
    acting = Acting.alone(bob)
    first = actions.begin(acting, channel="phone", service="benefits")
    assisting.start(acting, ann)
    with clock.moved(seconds=100):
        actions.pause(acting, first)
        second = actions.begin(acting, channel="chat", service="roads")
        assisting.switch(acting, ben)
    with clock.moved(seconds=160):
        now = actions.resume(acting, first)

    first, second = again(first), again(second)
    assert (first.state, first.person, second.state, second.person) == (
        State.RUNNING,
        ann,
        State.PAUSED,
        ben,
    )
    assert now is not None
    assert (now.person, helped(bob)) == (ann, ann)
    assert now != Assistance.objects.order_by("started_at")[0]  # sittings are never used again
    # The time adds up to the second: whatever the first does not have, the second has.
    assert first.running_since is not None
    whole = first.running_since - first.begun_at.replace(microsecond=0)
    assert first.timer.spent + second.timer.spent == whole


def test_resuming_helps_the_person_recorded_again(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    actions.pause(acting, interaction)
    assert acting.assistance is not None
    assisting.stop(acting, acting.assistance)
    assert helped(bob) is None

    actions.resume(Acting.alone(bob), interaction)

    assert helped(bob) == ann
    assert happened()[-2:] == ["assisting.started", "interactions.resumed"]


def test_resuming_goes_on_with_the_sitting_that_is_open(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    actions.pause(acting, interaction)

    now = actions.resume(acting, interaction)

    assert now == acting.assistance
    assert happened().count("assisting.started") == 1


def test_resuming_from_another_sign_in_helps_there(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    actions.pause(acting, interaction)

    now = actions.resume(Acting.alone(bob, Source(session="another")), interaction)

    assert now is not None
    assert (now.session, now.person) == ("another", ann)
    assert Assistance.objects.open().get() == now


def test_a_sitting_that_was_forgotten_begins_anew(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    actions.pause(acting, interaction)

    with clock.moved(minutes=20):
        now = actions.resume(Acting.alone(bob), interaction)

    assert now is not None
    assert now != acting.assistance
    assert Assistance.objects.open().get() == now


def test_a_contact_without_a_person_ends_helping_whom_the_other_was_for(bob: Person, ann: Person) -> None:
    """G65: whoever was being helped belongs to the contact that is paused by it."""
    first = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    actions.pause(Acting.alone(bob), first)
    helping(bob, ann)
    second = actions.begin(Acting.alone(bob), channel="chat", service="roads")

    assert actions.resume(Acting.alone(bob), first) is None

    assert helped(bob) is None
    assert (again(first).person, again(second).person) == (None, ann)
    assert Assistance.objects.get().end_reason == EndReason.STOPPED


def test_a_contact_without_a_person_takes_whoever_is_being_helped(bob: Person, ann: Person) -> None:
    first = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    actions.pause(Acting.alone(bob), first)
    acting = helping(bob, ann)

    assert actions.resume(Acting.alone(bob), first) == acting.assistance

    assert (again(first).person, helped(bob)) == (ann, ann)


def test_a_person_who_may_not_be_helped_keeps_the_contact_paused(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    first = actions.begin(acting, channel="phone", service="benefits")
    second = actions.begin(acting, channel="chat", service="roads")
    assert acting.assistance is not None
    assisting.stop(acting, acting.assistance)
    ann.is_active = False
    ann.save()

    with pytest.raises(Refused) as refusal:
        actions.resume(Acting.alone(bob), first)

    assert refusal.value.verdict.rule == "person-not-active"
    assert (again(first).state, again(second).state) == (State.PAUSED, State.RUNNING)
    actions.close(Acting.alone(bob), first)


def test_a_doubtful_request_resumes_nothing(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    first = actions.begin(acting, channel="phone", service="benefits")
    actions.pause(acting, first)
    assert acting.assistance is not None
    assisting.stop(acting, acting.assistance)

    with pytest.raises(Refused):
        actions.resume(Acting.alone(bob), first, request=assisting.Request(same_origin=False))

    assert not again(first).is_running


def test_only_a_paused_contact_is_resumed(bob: Person) -> None:
    acting = Acting.alone(bob)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    with pytest.raises(Unfit):
        actions.resume(acting, interaction)
    actions.close(acting, interaction)
    with pytest.raises(Unfit):
        actions.resume(acting, interaction)

    assert happened() == ["interactions.begun", "interactions.closed"]


def test_the_timer_goes_on_from_where_it_stood(bob: Person) -> None:
    acting = Acting.alone(bob)
    interaction = actions.begin(acting, channel="phone", service="benefits")
    with clock.moved(seconds=10):
        actions.pause(acting, interaction)
    stood = again(interaction).timer.spent
    with clock.moved(hours=5):
        actions.resume(acting, interaction)

    running = again(interaction)
    assert running.running_since is not None
    assert running.spent(running.running_since + timedelta(seconds=7)) == stood + timedelta(seconds=7)
