"""The worker goes round the tenants, and one whose turn fails holds up no other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alongside.assisting.acting import Acting
from alongside.jobs import actions as jobs
from alongside.jobs import scheduling
from alongside.jobs.models import Job, State
from alongside.jobs.tests.counting import COUNTING, counted, counting
from alongside.jobs.worker import Worker
from alongside.people.models import Tenant
from tests.council import tenant as tenant

pytestmark = pytest.mark.django_db

NOT_SET_UP = 999_999_999  # no such tenant: who signs in it is not found


@pytest.fixture(autouse=True)
def _counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with counting():
        yield


def test_a_tenant_whose_turn_fails_holds_up_no_other(
    setup: Acting, tenant: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(scheduling, "tenants", lambda: [NOT_SET_UP, tenant.pk])
    job = jobs.ask(setup, COUNTING, payload={"to": 2})
    worker = Worker()
    while worker.look():
        pass
    assert Job.objects.get(pk=job.pk).state == State.DONE
    assert counted() == ["N1", "N2"]
    assert f"The work of tenant {NOT_SET_UP} could not be done" in caplog.text
