"""How a contact ended, what it was about, whom to call back, and what reports add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.interactions import actions
from alongside.interactions.actions import Misdescribed
from alongside.interactions.actions.finishing import others_of
from alongside.interactions.choices import NoSuchTime, moment_of, wrap_ups, zone
from alongside.interactions.models import CallBack, Interaction, State, Total
from alongside.interactions.tests.told import again, happened, last
from alongside.lib import clock
from alongside.people.models import Person, Tenant
from tests.cast import helping

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def begun(agent: Person) -> Interaction:
    return actions.begin(Acting.alone(agent), channel="phone", service="benefits")


def test_a_contact_ends_with_a_wrap_up_and_a_note(bob: Person) -> None:
    call = begun(bob)
    actions.describe(Acting.alone(bob), call, services=["roads", "waste", "benefits"], note="A pothole.")
    actions.close(Acting.alone(bob), call, wrap_up="resolved", note="Reported.")

    closed = again(call)
    assert (closed.wrap_up, closed.note) == ("resolved", "A pothole.\n\nReported.")
    assert (closed.service, others_of(closed)) == ("roads", ["waste", "benefits"])
    assert happened()[-2:] == ["interactions.described", "interactions.closed"]
    assert "pothole" not in str(last()[1])


def test_what_is_said_again_is_not_recorded(bob: Person) -> None:
    call = begun(bob)

    actions.describe(Acting.alone(bob), call, services=["benefits"], note=" ")

    assert happened() == ["interactions.begun"]


@pytest.mark.parametrize(
    ("services", "note", "field"),
    [([], "", "services"), (["magic"], "", "services"), (["benefits"], "x" * 4001, "note")],
)
def test_what_does_not_fit_is_refused(bob: Person, services: list[str], note: str, field: str) -> None:
    call = begun(bob)

    with pytest.raises(Misdescribed) as problem:
        actions.describe(Acting.alone(bob), call, services=services, note=note)

    assert problem.value.field == field


def test_a_wrap_up_is_of_the_tenants_list(tenant: Tenant, bob: Person) -> None:
    tenant.options = {"wrap_ups": [{"value": "done", "label": "Done"}, 7], "wrap_up_required": True}
    tenant.save()
    call = begun(bob)

    for said in (None, "", "resolved"):
        with pytest.raises(Misdescribed):
            actions.close(Acting.alone(bob), call, wrap_up=said)
    actions.close(Acting.alone(bob), call, wrap_up="done")

    assert [one.label for one in wrap_ups(tenant.options)] == ["Done"]
    assert again(call).state == State.CLOSED


@pytest.mark.parametrize(
    ("options", "state"),
    [
        ({}, State.RUNNING),
        ({"complete_on_stop": True}, State.CLOSED),
        ({"complete_on_stop": True, "wrap_up_required": True}, State.RUNNING),
    ],
)
def test_a_contact_is_completed_on_stop(
    tenant: Tenant, bob: Person, ann: Person, options: dict[str, bool], state: State
) -> None:
    tenant.options = options
    tenant.save()
    call = begun(bob)
    acting = helping(bob, ann)
    assert acting.assistance is not None

    assisting.stop(acting, acting.assistance)

    assert again(call).state == state
    assert again(call).last_helped == ann


def test_a_call_back_is_promised_and_made(bob: Person) -> None:
    call = begun(bob)
    due = clock.now() + timedelta(hours=3)
    promised = actions.promise(Acting.alone(bob), call, due_at=due, note="Ask for Jo")
    actions.close(Acting.alone(bob), call)

    assert (promised.is_due(due - timedelta(seconds=1)), promised.is_due(due)) == (False, True)
    actions.called_back(Acting.alone(bob), promised.pk)

    assert happened()[-1] == "interactions.called_back"
    with pytest.raises(CallBack.DoesNotExist):
        actions.called_back(Acting.alone(bob), promised.pk)
    for wrong in (clock.now(), clock.now() + timedelta(days=400)):
        with pytest.raises(Misdescribed):
            actions.promise(Acting.alone(bob), call, due_at=wrong)


def test_times_are_by_the_tenants_clock() -> None:
    assert zone({"time_zone": "Europe/Paris"}) == ZoneInfo("Europe/Paris")
    assert zone({"time_zone": "Nowhere"}) == LONDON
    assert moment_of(datetime.fromisoformat("2026-07-01T09:00"), LONDON) == datetime(
        2026, 7, 1, 8, tzinfo=UTC
    )
    assert moment_of(datetime.fromisoformat("2026-10-25T01:30"), LONDON) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    with pytest.raises(NoSuchTime):
        moment_of(datetime.fromisoformat("2026-03-29T01:30"), LONDON)


def test_who_comes_back_was_not_resolved_at_first(bob: Person, ann: Person, ben: Person) -> None:
    """Within a week, about the same service; whichever of the two is closed first."""
    acting = helping(bob, ann)
    first = actions.begin(acting, channel="phone", service="benefits")
    with clock.moved(days=3):
        assisting.switch(Acting.alone(bob), ann)
        second = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
        actions.close(Acting.alone(bob), second)
        actions.close(Acting.alone(bob), first)
    with clock.moved(days=4):
        assisting.switch(Acting.alone(bob), ben)
        other = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
        actions.close(Acting.alone(bob), other)

    assert [again(one).repeated for one in (first, second, other)] == [True, False, False]
    days = Total.objects.filter(kind="all", span="d").order_by("day")
    assert list(days.values_list("contacts", "helped", "repeated")) == [(1, 1, 1), (1, 1, 0), (1, 1, 0)]
