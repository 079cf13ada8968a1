from __future__ import annotations

import re

import pytest

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person, Role
from alongside.people.tests.reindexed import finish
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db


def test_without_javascript_a_question_is_posted_and_answered(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza", date_of_birth="12/3/1980", address="12 Acacia Avenue")
    page = browser_of(bob).post("/console/searches/", {"q": "tregenza"}, follow=True).content.decode()
    assert f'<a href="/console/people/{cora.pk}/" data-result>' in page
    assert "<span>born 12 March 1980</span><span>12 Acacia Avenue</span>" in page
    assert 'value="tregenza"' in page


def test_a_row_says_what_was_found_although_something_else_was_typed(setup: Acting, bob: Person) -> None:
    resident(setup, "Cora", "Tregenza", telephone="01632 960123", postcode="PL4 8AA")

    def found_by(query: str) -> list[str]:
        page = browser_of(bob).post("/console/people/results/", {"q": query}).content.decode()
        return re.findall(r"<span>found by ([^<]*)</span>", page)

    assert found_by("tregenza pl4") == ["Family name, Postcode"]
    assert found_by("cora tregneza") == ["Given name, Family name (Tregenza)"]
    assert found_by("telephone: 960 123") == ["Telephone"]
    assert found_by("postcode: tregenza") == []


def test_results_appear_while_somebody_types(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza")
    answer = browser_of(bob).post("/console/people/results/", {"q": "treg"})
    fragment = answer.content.decode()
    assert fragment.startswith('<div id="results" data-results>')
    assert f'name="person" value="{cora.pk}"' in fragment


def test_a_question_is_not_taken_from_an_address(bob: Person) -> None:
    browser = browser_of(bob)
    assert browser.get("/console/people/results/?q=01632").status_code == 405
    assert browser.get("/console/searches/?q=01632").status_code == 405


def test_an_empty_question_shows_nothing_and_is_not_recorded(bob: Person) -> None:
    answer = browser_of(bob).post("/console/people/results/", {"q": "  "})
    assert answer.content.decode().split() == ["<div", 'id="results"', "data-results>", "</div>"]
    assert Entry.objects.by(bob.ref).count() == 0


def test_twenty_rows_and_then_a_hint_but_never_a_number(setup: Acting, bob: Person) -> None:
    for number in range(21):
        resident(setup, f"Cora{number:02}", "Tregenza")
    page = browser_of(bob).post("/console/searches/", {"q": "tregenza"}, follow=True).content.decode()
    assert page.count("data-result>") == 20
    assert "These are the first 20." in page
    assert re.findall(r">[^<]*\b21\b", page) == []


def test_nobody_found_offers_to_register(bob: Person) -> None:
    page = browser_of(bob).post("/console/searches/", {"q": "zzyzx"}, follow=True).content.decode()
    assert "Nobody found" in page
    assert 'href="/console/people/new/?search=' in page


def test_a_page_of_results_takes_as_many_statements_for_three_as_for_one(setup: Acting, bob: Person) -> None:
    browser = browser_of(bob)
    resident(setup, "Cora", "Tregenza")
    address = browser.get("/console/", {"q": "tregenza"})["Location"]
    one = queries_of(browser, address)
    resident(setup, "Dora", "Tregenza")
    resident(setup, "Flora", "Tregenza")
    assert queries_of(browser, address) == one


def test_whoever_may_look_but_not_help_is_offered_no_help(setup: Acting, bob: Person, eve: Person) -> None:
    resident(setup, "Cora", "Tregenza")
    reader = people.create_role(setup, "Reader", ["console.enter", "people.search", "people.view_details"])
    people.give_role(setup, reader, eve)
    page = browser_of(eve).post("/console/searches/", {"q": "tregenza"}, follow=True).content.decode()
    assert "View details" in page
    assert "/console/assistances/" not in page


@pytest.mark.parametrize("role", ["Auditor", None])
def test_for_others_searching_does_not_exist(setup: Acting, eve: Person, role: str | None) -> None:
    if role:
        people.give_role(setup, Role.objects.get(name=role), eve)
    browser = browser_of(eve)
    assert browser.post("/console/searches/", {"q": "tregenza"}).status_code == 404
    assert browser.post("/console/people/results/", {"q": "tregenza"}).status_code == 404


def test_a_field_finds_people_once_it_is_marked_and_they_are_indexed_anew(setup: Acting, bob: Person) -> None:
    """Spec J9."""
    field = people.define_field(setup, "badge", "Badge number")
    cora = resident(setup, "Cora", "Tregenza", badge="BX 1207")
    browser = browser_of(bob)
    assert f"/{cora.pk}/" not in browser.get("/console/", {"q": "bx1207"}, follow=True).content.decode()
    finish(people.set_searchable(setup, field))
    page = browser.get("/console/", {"q": "bx1207"}, follow=True).content.decode()
    assert f"/{cora.pk}/" in page
    assert "badge number BX 1207" in page


def test_a_search_says_that_people_are_being_re_indexed(setup: Acting, bob: Person) -> None:
    browser = browser_of(bob)
    job = people.reindex(setup)
    said = "People are being re-indexed"
    assert said in browser.post("/console/searches/", {"q": "smith"}, follow=True).content.decode()
    finish(job)
    assert said not in browser.post("/console/searches/", {"q": "smith"}, follow=True).content.decode()
