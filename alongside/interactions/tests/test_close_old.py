"""Contacts that were left open are closed, marked, and counted until they were last used (J6)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.command import main
from alongside.history.models import Entry
from alongside.interactions import actions
from alongside.interactions.models import Interaction, State
from alongside.jobs import actions as jobs
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db: None) -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


@pytest.fixture
def tidier(tenant: Tenant) -> Acting:
    return Acting.alone(people.system(tenant, "tidying"))


@pytest.fixture
def of_days(bob: Person) -> dict[int, Interaction]:
    """Contacts that began 7, 9 and 11 days ago: the last is running, for each pauses the one before."""
    begun = {}
    for days in (11, 9, 7):
        with clock.moved(days=-days):
            begun[days] = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    return begun


@pytest.fixture
def bob(tenant: Tenant) -> Person:
    return make_person("Bob", "Helper", rights=AGENT)


def alongside(tenant: Tenant, *words: str) -> int:
    return main.run(["alongside", "interactions", "close-old", "--tenant", tenant.domain, *words])


def left_open() -> set[uuid.UUID]:
    return set(Interaction.objects.open().values_list("pk", flat=True))


def test_a_dry_run_lists_those_of_more_than_eight_days_and_changes_nothing(
    tenant: Tenant, of_days: dict[int, Interaction], capsys: pytest.CaptureFixture[str]
) -> None:
    assert alongside(tenant, "--dry-run") == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said[:-1]] == [str(of_days[11].pk), str(of_days[9].pk)]
    assert "11 days  Paused  Phone  Bob Helper" in said[0]
    assert said[-1] == "Contacts would be closed: 2."
    assert left_open() == {one.pk for one in of_days.values()}


def test_a_run_closes_them_and_marks_them(
    tenant: Tenant, of_days: dict[int, Interaction], capsys: pytest.CaptureFixture[str]
) -> None:
    assert alongside(tenant, "--json") == 0
    assert [one["days"] for one in json.loads(capsys.readouterr().out)] == [11, 9]
    assert left_open() == {of_days[7].pk}
    closed = Interaction.objects.closed().values_list("auto_closed", flat=True)
    assert list(closed) == [True, True]
    assert Entry.objects.of_kinds("interactions.closed_automatically").count() == 2


def test_those_of_ten_days_are_kept_when_one_asks_for_it(
    tenant: Tenant, of_days: dict[int, Interaction]
) -> None:
    assert alongside(tenant, "--days-to-retain", "10") == 0
    assert left_open() == {of_days[7].pk, of_days[9].pk}


def test_a_contact_is_old_when_its_full_days_are_over(tenant: Tenant, bob: Person) -> None:
    begun = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    with clock.moved(days=8, seconds=-60):
        assert actions.old(clock.now()) == []
    with clock.moved(days=8, seconds=1):
        assert [one.id for one in actions.old(clock.now())] == [begun.pk]


def test_the_time_after_a_contact_was_last_used_is_nobodys(
    tenant: Tenant, tidier: Acting, bob: Person
) -> None:
    ann = make_person("Ann", "Example")
    with clock.moved(days=-9):
        begun = actions.begin(Acting.alone(bob), channel="phone", service="benefits")
    with clock.moved(days=-9, minutes=5):
        assistance = assisting.start(Acting.alone(bob), ann)
    with clock.moved(days=-9, minutes=12):
        assisting.stop(Acting.alone(bob), assistance)

    actions.close_old(tidier)

    begun.refresh_from_db()
    assert (begun.state, begun.seconds_spent // 60) == (State.CLOSED, 12)


def test_it_is_done_each_day_by_itself(
    tenant: Tenant, of_days: dict[int, Interaction], tidier: Acting
) -> None:
    job = jobs.run_here(jobs.ask(tidier, "interactions.close_old"), pause=0)
    assert job.told == "Contacts that were closed: 2."
    assert left_open() == {of_days[7].pk}
