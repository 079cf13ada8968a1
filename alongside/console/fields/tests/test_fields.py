from __future__ import annotations

import re

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.jobs import actions as jobs
from alongside.people import actions as people
from alongside.people import reindexing, roles
from alongside.people.models import Person, ProfileField, Segment
from alongside.people.tests.reindexed import finish
from tests.cast import make_person
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

FIELDS, NEW = "/console/fields/", "/console/fields/new/"


@pytest.fixture
def browser(setup: Acting) -> Client:
    return browser_of(make_person("Adele", "Admin", rights=list(roles.STANDARD["Administrator"])))


def field(name: str) -> ProfileField:
    found: ProfileField = ProfileField.objects.get(name=name)
    return found


def row_of(page: str, name: str) -> str:
    found = re.search(rf'<tr role="row" id="field-{name}">.*?</tr>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_field_is_defined_and_stands_in_the_list_in_words(browser: Client) -> None:
    said = {
        "label": "Council ward",
        "hint": "Where they vote",
        "type": "choice",
        "choices": "Drake\r\nStoke\r\n",
        "several": "on",
        "required": "on",
        "read_only": "on",
        "segment": str(Segment.objects.get().pk),
    }
    answer = browser.post(NEW, said)
    assert (answer.status_code, answer["Location"]) == (303, f"{FIELDS}#field-council_ward")
    assert field("council_ward").choices == ["Drake", "Stoke"]
    row = row_of(browser.get(FIELDS).content.decode(), "council_ward")
    assert "required, several values, read-only to the person, private to Residents" in row
    assert "Where they vote" in row
    assert "Not searchable" in row


def test_what_cannot_be_is_said_beside_it_and_what_was_typed_is_kept(browser: Client) -> None:
    answer = browser.post(NEW, {"label": "Ward", "type": "choice", "hint": "Where they vote"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "List what there is to choose from, one on each line." in page
    assert 'value="Where they vote"' in page
    assert browser.post(NEW, {"label": "", "type": "text"}).status_code == 422
    assert browser.post(NEW, {"label": "Telephone", "type": "text"}).status_code == 422
    assert not ProfileField.objects.filter(name="ward").exists()


def test_a_field_is_changed_and_what_stays_is_said(setup: Acting, browser: Client) -> None:
    people.define_field(setup, "ward", "Ward", "choice", choices=["Drake", "Stoke"])
    address = f"{FIELDS}ward/change/"
    assert "Drake\nStoke</textarea>" in browser.get(address).content.decode()
    answer = browser.post(
        address, {"label": "Council ward", "type": "choice", "choices": "Stoke"}, follow=True
    )
    assert "Council ward is as you said. Whoever has “Drake” keeps it." in answer.content.decode()
    assert (field("ward").label, field("ward").choices) == ("Council ward", ["Stoke"])


def test_only_types_that_fit_are_offered_and_others_are_refused_with_the_reason(browser: Client) -> None:
    address = f"{FIELDS}mobile/change/"
    page = browser.get(address).content.decode()
    assert re.findall(
        r'<option value="(\w+)"', page.partition('name="type"')[2].partition("</select>")[0]
    ) == [
        "telephone",
        "text",
    ]
    answer = browser.post(address, {"label": "Mobile", "type": "date"})
    assert answer.status_code == 422
    assert "What is kept as telephone would not fit date." in answer.content.decode()


def test_what_every_house_has_is_changed_only_in_words(browser: Client) -> None:
    address = f"{FIELDS}given_name/change/"
    page = browser.get(address).content.decode()
    assert 'name="type"' not in page
    assert "Retire the field" not in page
    browser.post(address, {"label": "First name", "type": "date", "segment": "1"})
    assert (field("given_name").label, field("given_name").type) == ("First name", "text")
    answer = browser.post(f"{FIELDS}given_name/retirement/")
    assert answer.status_code == 409
    assert "Every house has this field" in answer.content.decode()


def test_fields_are_moved_by_buttons(browser: Client) -> None:
    first, second = ProfileField.objects.in_order()[:2]
    page = browser.get(FIELDS).content.decode()
    assert ">Up<" not in row_of(page, first.name)
    answer = browser.post(f"{FIELDS}{second.name}/place/", {"to": "up"})
    assert answer["Location"] == f"{FIELDS}#field-{second.name}"
    assert list(ProfileField.objects.in_order()[:2]) == [second, first]
    browser.post(f"{FIELDS}{second.name}/place/", {"to": "down"})
    assert list(ProfileField.objects.in_order()[:2]) == [first, second]


def test_a_field_is_marked_and_the_page_says_how_far_the_re_indexing_is(
    setup: Acting, browser: Client, bob: Person
) -> None:
    """J9: a new field is not searchable; mark it, re-index, found by a softphone's link."""
    browser.post(NEW, {"label": "Badge", "type": "text"})
    cora = resident(setup, "Cora", "Tregenza", badge="BX 1207")
    agents = browser_of(bob)
    assert f"/{cora.pk}/" not in agents.get("/console/", {"q": "bx1207"}, follow=True).content.decode()

    page = browser.post(f"{FIELDS}badge/searchability/", {"searchable": "yes"}, follow=True).content.decode()
    assert "People are found by Badge. They are being re-indexed." in page
    assert "Searchable" in row_of(page, "badge")
    job = reindexing.under_way()
    assert job is not None
    assert f'hx-get="/console/jobs/{job.pk}/progress/"' in page
    jobs.stop(setup, job)
    assert "Resume it" in browser.get(FIELDS).content.decode()
    finish(job)
    assert "Re-indexing" not in browser.get(FIELDS).content.decode()
    assert f"/{cora.pk}/" in agents.get("/console/", {"q": "bx1207"}, follow=True).content.decode()

    browser.post(f"{FIELDS}badge/searchability/", {"searchable": "no"})
    assert not field("badge").searchable


def test_a_field_is_retired_and_brought_back(browser: Client) -> None:
    page = browser.post(f"{FIELDS}mobile/retirement/", follow=True).content.decode()
    assert 'id="field-mobile"' not in page
    assert "Retired fields" in page
    assert browser.get(f"{FIELDS}mobile/change/").status_code == 404
    assert browser.post(f"{FIELDS}mobile/retirement/").status_code == 404
    page = browser.post(f"{FIELDS}mobile/return/", follow=True).content.decode()
    assert "Not searchable" in row_of(page, "mobile")


def test_the_list_asks_as_much_for_many_fields_as_for_few(setup: Acting, browser: Client) -> None:
    few = queries_of(browser, FIELDS)
    for number in range(3):
        people.define_field(setup, "", f"Field {number}", segment=Segment.objects.get())
    assert queries_of(browser, FIELDS) == few


def test_agents_have_no_such_pages(bob: Person) -> None:
    browser = browser_of(bob)
    for address in (FIELDS, NEW, f"{FIELDS}mobile/change/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"{FIELDS}mobile/place/", {"to": "up"}).status_code == 404
    assert "Profile fields" not in browser.get("/console/manage/").content.decode()
