from __future__ import annotations

import re

import pytest

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person, ProfileField, Tenant
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of, resident, setup
from tests.council import tenant as made

# A tenant with the fields that every tenant has.
__all__ = ["setup", "tenant"]
tenant = made

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora(setup: Acting) -> Person:
    people.define_field(setup, "since", "Customer since", read_only=True)
    return resident(setup, "Cora", "Tregenza", telephone="01632 960123", since="2019")


def test_a_person_changes_their_profile(cora: Person) -> None:
    client = browser_of(cora)

    answer = client.post("/account/profile/", {"telephone": "01632 960999"})

    assert (answer.status_code, answer["Location"]) == (303, "/account/profile/")
    cora.refresh_from_db()
    assert cora.profile["telephone"] == "01632 960999"
    assert "The profile of Cora Tregenza is up to date." in text_of(client.get("/account/profile/"))


def test_what_only_staff_change_is_shown_and_not_asked(cora: Person) -> None:
    client = browser_of(cora)
    page = client.get("/account/profile/")

    assert "Customer since 2019" in text_of(page)
    assert 'name="since"' not in page.content.decode()
    client.post("/account/profile/", {"since": "1999"})
    cora.refresh_from_db()
    assert cora.profile["since"] == "2019"


def test_what_does_not_fit_comes_back(cora: Person) -> None:
    answer = browser_of(cora).post("/account/profile/", {"telephone": "ring me"})

    assert answer.status_code == 422
    assert 'value="ring me"' in answer.content.decode()
    assert "Enter a telephone number, for example 01632 960123." in text_of(answer)


def test_an_agent_changes_it_for_the_person(cora: Person, bob: Person) -> None:
    client = browser_of(bob)
    start = begin_to_help(client, cora)

    assert 'autocomplete="tel"' not in client.get(f"{start}/account/profile/").content.decode()
    answer = client.post(f"{start}/account/profile/", {"telephone": "01632 960999"})

    assert answer["Location"] == f"{start}/account/profile/"
    entry = Entry.objects.get(kind="people.profile_edited")
    assert (entry.actor_ref, entry.person_ref) == (bob.ref, cora.ref)


def test_what_outlived_its_sitting_is_shown_again(cora: Person, bob: Person) -> None:
    client = browser_of(bob)
    start = begin_to_help(client, cora)

    page = client.post(f"{start}/account/profile/?carried=yes", {"telephone": "01632 960999"})

    assert page.status_code == 200
    assert 'value="01632 960999"' in page.content.decode()
    assert "Nothing of it is saved yet" in text_of(page)
    cora.refresh_from_db()
    assert cora.profile["telephone"] == "01632 960123"


def test_where_nothing_is_asked_the_page_says_so(ann: Person) -> None:
    ProfileField.objects.all().delete()

    assert "There is nothing to change" in text_of(browser_of(ann).get("/account/profile/"))


def test_the_anonymous_user_has_none(tenant: Tenant, bob: Person) -> None:
    anonymous: Person = Person.objects.get(kind="anonymous")
    client = browser_of(bob)
    start = begin_to_help(client, anonymous)

    assert "My profile" not in text_of(client.get(f"{start}/account/"))
    assert client.get(f"{start}/account/profile/").status_code == 404


def test_rows_are_added_and_taken_away_before_anything_is_saved(setup: Acting, cora: Person) -> None:
    people.define_field(setup, "badge", "Badge", several=True)
    browser = browser_of(cora)
    page = browser.post("/account/profile/", {"badge": ["AX 1"], "row": "add:badge"}).content.decode()
    assert re.findall(r'name="badge" value="([^"]*)"', page) == ["AX 1", ""]
    browser.post("/account/profile/", {"badge": ["AX 1", "BX 2", " "]})
    cora.refresh_from_db()
    assert cora.profile["badge"] == ["AX 1", "BX 2"]
