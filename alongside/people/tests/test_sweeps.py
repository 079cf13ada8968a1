"""What the house looks after by itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance, EndReason
from alongside.history.models import Entry
from alongside.history.report import Level
from alongside.history.verify import verify
from alongside.jobs import scheduling
from alongside.jobs.worker import Worker
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from alongside.people.sweeps import end_forgotten_assistances
from tests.cast import AGENT, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db: None) -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


@pytest.fixture
def sitting(tenant: Tenant) -> Assistance:
    return assisting.start(
        Acting.alone(make_person("Bob", "Helper", rights=AGENT)), make_person("Ann", "Example")
    )


def test_a_sitting_that_was_forgotten_ends_by_itself(tenant: Tenant, sitting: Assistance) -> None:
    with clock.moved(minutes=14, seconds=59):
        end_forgotten_assistances(scheduling.sign)
    assert Assistance.objects.open().count() == 1
    with clock.moved(minutes=15):
        end_forgotten_assistances(scheduling.sign)
    sitting.refresh_from_db()
    assert sitting.end_reason == EndReason.IDLE
    entry = Entry.objects.of_kinds("assisting.stopped").get()
    assert (entry.actor_ref, entry.person_ref) == (sitting.agent.ref, sitting.person.ref)
    assert [found for found in verify(tenant.pk).findings if found.level is Level.TAMPERED] == []


def test_a_sitting_in_use_goes_on_until_its_longest_time(tenant: Tenant, sitting: Assistance) -> None:
    with clock.moved(minutes=59, seconds=59):
        assisting.keep_alive(sitting)
        end_forgotten_assistances(scheduling.sign)
    assert Assistance.objects.open().count() == 1
    with clock.moved(minutes=60):
        end_forgotten_assistances(scheduling.sign)
    assert Assistance.objects.get().end_reason == EndReason.ABSOLUTE


def test_nobody_signs_where_there_is_nothing_to_do(tenant: Tenant) -> None:
    end_forgotten_assistances(scheduling.sign)
    assert not Person.objects.filter(username="system:tidying").exists()


def test_the_worker_sweeps_each_tenant_once_a_minute(
    tenant: Tenant, sitting: Assistance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "tenants", lambda: [tenant.pk])
    worker = Worker()
    with clock.moved(minutes=16):
        worker.look()
    assert Assistance.objects.get().end_reason == EndReason.IDLE
    Assistance.objects.update(ended_at=None, end_reason="")
    with clock.moved(minutes=16):
        worker.look()
    assert Assistance.objects.open().count() == 1
