from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.assisting import actions
from alongside.assisting.acting import Acting, Refused
from alongside.assisting.actions import Request
from alongside.assisting.models import Assistance, EndReason
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.models import Person
from tests.cast import helping, make_person

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("kind", flat=True))


def test_an_agent_starts_to_help_a_person(bob: Person, ann: Person) -> None:
    assistance = actions.start(Acting.alone(bob), ann)

    assert (assistance.agent, assistance.person, assistance.is_open) == (bob, ann, True)
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor_ref, entry.person_ref, entry.assistance_id) == (
        "assisting.started",
        bob.ref,
        ann.ref,
        assistance.pk,
    )


def test_a_person_without_the_right_helps_nobody(eve: Person, ann: Person) -> None:
    with pytest.raises(Refused) as refusal:
        actions.start(Acting.alone(eve), ann)

    assert refusal.value.verdict.rule == "right-missing"
    assert not Assistance.objects.exists()
    assert kinds() == ["assisting.refused"]


def test_nobody_is_helped_who_holds_more(bob: Person, hal: Person) -> None:
    with pytest.raises(Refused) as refusal:
        actions.start(Acting.alone(bob), hal)

    assert refusal.value.verdict.rule == "person-holds-more-rights"


def test_a_grant_lets_an_agent_help_a_colleague_until_it_ends(
    bob: Person, hal: Person, tenant_boss: Person
) -> None:
    until = clock.now() + timedelta(days=1)
    actions.grant_to_assist_staff(Acting.alone(tenant_boss), bob, reason="Covers for Hal's team", until=until)

    assert actions.start(Acting.alone(bob), hal).is_open
    with clock.moved(days=1), pytest.raises(Refused):
        actions.switch(Acting.alone(bob), hal)


@pytest.fixture
def tenant_boss(tenant: object) -> Person:
    return make_person("Tess", "Boss", rights=["assisting.grant"])


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        (Request(post=False), "not-a-post"),
        (Request(csrf=False), "forged"),
        (Request(same_origin=False), "foreign-origin"),
        (Request(second_factor_fresh=False), "second-factor-old"),
    ],
)
def test_a_doubtful_request_starts_nothing(bob: Person, ann: Person, request_: Request, rule: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.start(Acting.alone(bob), ann, request=request_)

    assert refusal.value.verdict.rule == rule
    assert not Assistance.objects.exists()


def test_whoever_helps_must_switch_to_help_somebody_else(bob: Person, ann: Person, ben: Person) -> None:
    first = helping(bob, ann).assistance
    with pytest.raises(Refused) as refusal:
        actions.start(Acting.alone(bob), ben)
    assert refusal.value.verdict.rule == "already-helping"

    second = actions.switch(Acting.alone(bob), ben)

    assert first is not None
    first.refresh_from_db()
    assert (first.end_reason, second.person) == (EndReason.SWITCHED, ben)
    assert kinds() == ["assisting.started", "assisting.refused", "assisting.stopped", "assisting.started"]


def test_nobody_starts_from_within_a_sitting_as_the_person(bob: Person, ann: Person, ben: Person) -> None:
    """T5: there are no chains. What is started while helping is started by the agent alone."""
    acting = helping(bob, ann)

    assistance = actions.switch(acting, ben)

    assert (assistance.agent, assistance.person) == (bob, ben)


def test_stopping_ends_the_sitting_once(bob: Person, ann: Person) -> None:
    assistance = helping(bob, ann).assistance
    assert assistance is not None

    actions.stop(Acting.alone(bob), assistance)
    actions.stop(Acting.alone(bob), assistance)

    assert (assistance.is_open, assistance.end_reason) == (False, EndReason.STOPPED)
    assert kinds() == ["assisting.started", "assisting.stopped"]


def test_an_agent_who_lost_the_right_may_still_stop(bob: Person, ann: Person) -> None:
    assistance = helping(bob, ann).assistance
    assert assistance is not None
    bob.holdings.all().delete()
    del bob.standing

    actions.stop(Acting.alone(bob), assistance)

    assert not assistance.is_open


@pytest.mark.parametrize(
    ("idle", "since_start", "why"),
    [
        (timedelta(minutes=15) - timedelta(seconds=1), timedelta(minutes=15), None),
        (timedelta(minutes=15), timedelta(minutes=15), EndReason.IDLE),
        (timedelta(minutes=15) + timedelta(seconds=1), timedelta(minutes=16), EndReason.IDLE),
        (timedelta(0), timedelta(minutes=60) - timedelta(seconds=1), None),
        (timedelta(0), timedelta(minutes=60), EndReason.ABSOLUTE),
        (timedelta(0), timedelta(minutes=60) + timedelta(seconds=1), EndReason.ABSOLUTE),
    ],
)
def test_a_forgotten_sitting_is_overdue(
    bob: Person, ann: Person, idle: timedelta, since_start: timedelta, why: EndReason | None
) -> None:
    assistance = helping(bob, ann).assistance
    assert assistance is not None
    at = assistance.started_at + since_start
    assistance.used_at = at - idle

    assert assistance.overdue(at) is why
