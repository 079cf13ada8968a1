"""Looking after looking: reading, explaining, letting somebody look on, saying what the limits are."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.history.telling import tell
from alongside.people import actions as people
from alongside.people.actions.tests.looking import at, crowd, limit, look_at
from alongside.people.checking import Misfit
from alongside.people.looking.limits import Limits
from alongside.people.models import LookingAlert, LookingLeave, Person, Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(tenant: Tenant, bob: Person) -> LookingAlert:
    limit(tenant, alone=5)
    with at(9):
        look_at(bob, crowd(5), apart=2)
    raised: LookingAlert = LookingAlert.objects.get()
    return raised


def test_reading_about_an_agent_is_recorded_against_them(susan: Person, bob: Person) -> None:
    people.oversee(Acting.alone(susan), "a day", bob)
    entry = Entry.objects.of_person(bob.ref).get()
    assert tell(entry) == "Susan Chief read what agents looked at (a day)"


def test_an_alert_is_explained_once(alert: LookingAlert, susan: Person, bob: Person) -> None:
    acting = Acting.alone(susan)
    assert people.explain(acting, alert, "A list of the housing office")
    assert not people.explain(acting, alert, "Something else")
    alert.refresh_from_db()
    assert (alert.explained_by, alert.explanation) == (susan, "A list of the housing office")
    entry = Entry.objects.of_person(bob.ref).of_kinds("people.looking_explained").newest_first()[1]
    assert tell(entry) == (
        "Susan Chief explained unusual looking by Bob Helper: A list of the housing office"
    )


def test_agents_oversee_nobody(alert: LookingAlert, bob: Person, mia: Person) -> None:
    acting = Acting.alone(mia)
    for attempt in (
        lambda: people.oversee(acting, "today"),
        lambda: people.explain(acting, alert, "Nothing"),
        lambda: people.lift(acting, bob, "He asked me to"),
        lambda: people.set_limits(acting, {"stop": "1000"}),
    ):
        with pytest.raises(Refused):
            attempt()


def test_nobody_explains_their_own_looking_or_lets_themselves_look_on(tenant: Tenant, susan: Person) -> None:
    limit(tenant, alone=5)
    with at(9):
        look_at(susan, crowd(5), apart=2)
    acting = Acting.alone(susan)
    for attempt in (
        lambda: people.explain(acting, LookingAlert.objects.get(), "Nothing"),
        lambda: people.lift(acting, susan, "Much to do"),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.verdict.rule == "nobody-oversees-themselves"
    assert LookingAlert.objects.open().count() == 1


def test_looking_on_is_let_once_a_day(susan: Person, bob: Person) -> None:
    for _ in range(2):
        people.lift(Acting.alone(susan), bob, "A mailing went wrong")
    leave = LookingLeave.objects.get()
    assert (leave.agent, leave.given_by, leave.reason) == (bob, susan, "A mailing went wrong")
    assert Entry.objects.of_person(bob.ref).of_kinds("people.looking_lifted").count() == 2


def test_limits_are_kept_where_they_differ_and_other_settings_stay(tenant: Tenant, susan: Person) -> None:
    tenant.options = {"shortcuts": ["rota"], "looking": {"stop": 500}}
    tenant.save(update_fields=["options"])
    people.set_limits(Acting.alone(susan), {"hour": "20", "day": "100"})
    tenant.refresh_from_db()
    assert tenant.options == {"shortcuts": ["rota"], "looking": {"hour": 20}}
    assert Limits.of(tenant.options) == Limits(hour=20)
    with pytest.raises(Misfit):
        people.set_limits(Acting.alone(susan), {"hour": "none"})
    assert Entry.objects.of_kinds("people.looking_limits_set").count() == 1
