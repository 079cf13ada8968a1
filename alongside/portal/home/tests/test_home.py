from __future__ import annotations

import pytest
from django.test import Client

from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.people.models import Group, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def test_a_visitor_sees_what_can_be_done_and_where_to_sign_in(ann: Person) -> None:
    published()
    published("hidden", title="For carers", groups=[Group.objects.create(name="Carers")])

    page = Client(headers={"host": ann.tenant.domain}).get("/")

    assert page.status_code == 200
    assert "Parking permit" in text_of(page)
    assert "For carers" not in text_of(page)
    assert 'href="/accounts/login/"' in page.content.decode()


def test_a_new_person_finds_something_to_begin_with(ann: Person) -> None:
    published()

    said = text_of(browser_of(ann).get("/"))

    assert "What would you like to do?" in said
    assert "No requests yet" in said
    assert "Carry on" not in said


def test_where_nothing_is_published_the_page_says_so(ann: Person) -> None:
    assert "There is nothing to fill in yet" in text_of(browser_of(ann).get("/"))


def test_a_person_finds_what_was_begun_and_asked_for(ann: Person) -> None:
    published()
    client = browser_of(ann)
    client.post("/forms/permit/", FIRST | {"then": "later"})
    summary = client.post(client.post("/forms/permit/", FIRST)["Location"], SECOND)["Location"]
    client.post(summary)

    said = text_of(client.get("/"))

    assert "Continue: Parking permit saved just now" in said
    assert "just now Received" in said


def test_an_agent_sees_for_whom_the_page_is(ann: Person, bob: Person) -> None:
    published()
    published("own", title="My rota", assist_enabled=False)
    client = browser_of(bob)
    start = begin_to_help(client, ann)

    said = text_of(client.get(f"{start}/"))

    assert "What can you do for Ann Example?" in said
    assert "My rota For yourself only, not for Ann Example" in said
    assert "What would you like to do?" in text_of(client.get("/"))
