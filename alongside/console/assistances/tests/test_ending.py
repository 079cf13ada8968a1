"""Stopping, and putting off the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance, EndReason
from alongside.console.assistances.tests.doors import begin
from alongside.history.models import Entry
from alongside.interactions import actions as recording
from alongside.lib import clock
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


def ending(assistance: Assistance) -> str:
    return f"/console/assistances/{assistance.pk}/ending/"


def use(assistance: Assistance) -> str:
    return f"/console/assistances/{assistance.pk}/use/"


def test_stopping_ends_the_sitting_and_says_so(bobs: Client, ann: Person) -> None:
    assistance = begin(bobs, ann)

    answer = bobs.post(ending(assistance))

    assert (answer.status_code, answer["Location"]) == (303, "/console/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assistance.refresh_from_db()
    assert assistance.end_reason == EndReason.STOPPED
    assert "You stopped helping Ann Example." in bobs.get("/console/").content.decode()


def test_stopping_twice_is_stopping(bobs: Client, ann: Person) -> None:
    assistance = begin(bobs, ann)
    bobs.post(ending(assistance))

    answer = bobs.post(ending(assistance))

    assert (answer.status_code, answer["Location"]) == (303, "/console/")
    assert Entry.objects.filter(kind="assisting.stopped").count() == 1
    assert "You were no longer helping Ann Example." in bobs.get("/console/").content.decode()


def test_stopping_with_a_contact_running_leads_to_it(bobs: Client, bob: Person, ann: Person) -> None:
    """G48: when helping stops, the contact should be closed, or kept for later."""
    assistance = begin(bobs, ann)
    contact = recording.begin(Acting.alone(bob), channel="phone", service="benefits")

    answer = bobs.post(ending(assistance))

    assert answer["Location"] == "/console/interactions/"
    page = bobs.get(answer["Location"]).content.decode()
    assert f'action="/console/interactions/{contact.pk}/closing/"' in page
    assert f'action="/console/interactions/{contact.pk}/pauses/"' in page


def test_an_agent_who_lost_the_right_still_stops(bobs: Client, bob: Person, ann: Person) -> None:
    assistance = begin(bobs, ann)
    bob.holdings.all().delete()

    assert bobs.post(ending(assistance)).status_code == 303
    assert not Assistance.objects.open().exists()


def test_only_ones_own_sittings_are_found(tenant: Tenant, bobs: Client, ann: Person) -> None:
    assistance = begin(bobs, ann)
    colleague = sign_in(tenant, make_person("Cat", "Colleague", rights=AGENT))

    assert colleague.post(ending(assistance)).status_code == 404
    assert colleague.post(use(assistance)).status_code == 404
    assert Assistance.objects.open().get() == assistance


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_only_a_post_stops_or_goes_on(bobs: Client, ann: Person, method: str) -> None:
    assistance = begin(bobs, ann)

    for address in (ending(assistance), use(assistance)):
        assert getattr(bobs, method)(address).status_code == 405
    assert Assistance.objects.open().get() == assistance


def test_going_on_puts_off_the_end_for_want_of_use(bobs: Client, tenant: Tenant, ann: Person) -> None:
    assistance = begin(bobs, ann)
    page = f"http://{tenant.domain}/console/?x=1"

    with clock.moved(minutes=14):
        answer = bobs.post(use(assistance), headers={"referer": page})
    assert (answer.status_code, answer["Location"]) == (303, "/console/?x=1")

    with clock.moved(minutes=16):
        assert bobs.get(f"/for/{assistance.pk}/").status_code == 200


def test_an_end_that_has_come_cannot_be_put_off(bobs: Client, ann: Person) -> None:
    assistance = begin(bobs, ann)

    with clock.moved(minutes=15, seconds=1):
        answer = bobs.post(use(assistance))

    assert answer["Location"] == "/console/"
    assistance.refresh_from_db()
    assert assistance.end_reason == EndReason.IDLE


def test_the_longest_time_cannot_be_put_off(bobs: Client, ann: Person) -> None:
    assistance = begin(bobs, ann)
    Assistance.objects.filter(pk=assistance.pk).update(started_at=clock.now() - timedelta(minutes=59))

    bobs.post(use(assistance))

    with clock.moved(minutes=2):
        assert bobs.get(f"/for/{assistance.pk}/").status_code == 409
    assistance.refresh_from_db()
    assert assistance.end_reason == EndReason.ABSOLUTE


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_where_one_goes_back_to_is_on_this_site(bobs: Client, ann: Person, path: str) -> None:
    assistance = begin(bobs, ann)

    answer = bobs.post(use(assistance), {"next": path}, headers={"referer": f"http://evil.example{path}"})

    assert answer["Location"] == f"/for/{assistance.pk}/"
