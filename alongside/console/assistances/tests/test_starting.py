"""Beginning to help, switching, and what comes along."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting.models import Assistance, EndReason
from alongside.console.assistances.tests.doors import START, begin, form_to, key
from alongside.lib.tests.test_addresses import ELSEWHERE
from alongside.people.models import Person, Tenant
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


def test_an_agent_begins_to_help_and_goes_on_to_the_persons_pages(bobs: Client, ann: Person) -> None:
    answer = bobs.post(START, {"person": ann.pk, "next": "/forms/?page=2"})

    assistance = Assistance.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/for/{assistance.pk}/forms/?page=2")
    assert answer["Cache-Control"] == "no-store"


def test_whom_one_switches_to_must_be_said(bobs: Client, ann: Person, ben: Person) -> None:
    begin(bobs, ann)

    answer = bobs.post(START, {"person": ben.pk, "next": "/forms/"})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Stop helping Ann Example and help Ben Sample" in text
    assert '<input type="hidden" name="next" value="/forms/">' in text
    assert [one.person for one in Assistance.objects.open()] == [ann]


def test_a_switch_ends_the_one_and_begins_the_other(bobs: Client, ann: Person, ben: Person) -> None:
    first = begin(bobs, ann)

    begin(bobs, ben, switch="yes")

    first.refresh_from_db()
    assert first.end_reason == EndReason.SWITCHED
    assert [one.person for one in Assistance.objects.open()] == [ben]


def test_the_cookie_of_before_opens_nothing_after(
    tenant: Tenant, bobs: Client, ann: Person, ben: Person
) -> None:
    """T-07: the session's key changes when helping starts, switches and stops."""
    keys = [key(bobs)]
    begin(bobs, ann)
    keys.append(key(bobs))
    assistance = begin(bobs, ben, switch="yes")
    keys.append(key(bobs))
    bobs.post(f"/console/assistances/{assistance.pk}/ending/")
    keys.append(key(bobs))

    assert len(set(keys)) == 4
    assert bobs.get("/console/").status_code == 200
    for old in keys[:-1]:
        stolen = Client(headers={"host": tenant.domain})
        stolen.cookies["alongside"] = old
        assert stolen.get("/console/").status_code == 302


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nobody_is_led_elsewhere(bobs: Client, ann: Person, path: str) -> None:
    """T-06: whatever `next` says, the way leads to the person's pages."""
    answer = bobs.post(START, {"person": ann.pk, "next": path})

    assert answer["Location"] == f"/for/{Assistance.objects.get().pk}/"


def test_what_was_typed_comes_along_whatever_its_names_are(bobs: Client, ann: Person) -> None:
    """The wish stands in the address, so that fields may be called `person` or `next`."""
    typed = {
        "person": "my neighbour",
        "next": "Tuesday",
        "switch": "off",
        "carried": "",
        "colour": ["red", "blue"],
    }

    answer = bobs.post(f"{START}?person={ann.pk}&next=/forms/permit/&carried=yes", typed)

    assistance = Assistance.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        307,
        f"/for/{assistance.pk}/forms/permit/?carried=yes",
    )
    assert assistance.person == ann


def test_what_was_typed_is_kept_while_the_switch_is_asked_for(bobs: Client, ann: Person, ben: Person) -> None:
    begin(bobs, ben)

    page = bobs.post(f"{START}?person={ann.pk}&next=/forms/permit/&carried=yes", {"person": "my neighbour"})

    assert page.status_code == 409
    assert form_to(START, page.content.decode()) == (
        f"{START}?person={ann.pk}&next=%2Fforms%2Fpermit%2F&switch=yes&carried=yes",
        {"person": "my neighbour"},
    )
