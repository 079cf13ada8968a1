from __future__ import annotations

import json
import re

import pytest

from alongside.assisting.acting import Acting
from alongside.console.history import views
from alongside.history.actions import Authorship, erase
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Person
from tests.cast import helping
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

HISTORY = "/console/history/"


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'href="/console/history/(\d+)/"', page)]


def latest() -> Entry:
    entry: Entry = Entry.objects.newest_first()[0]
    return entry


def sealed(entry: Entry) -> object:
    contents = entry.open()
    return contents.data if contents else contents


def test_an_auditor_reads_the_newest_entries_first(olga: Person, bob: Person, ann: Person) -> None:
    people.view_details(Acting.alone(bob), ann)
    page = browser_of(olga).get(HISTORY).content.decode()
    assert shown(page) == [2, 1, 0]
    assert "Bob Helper looked at the details of Ann Example" in page


def test_reading_the_history_is_recorded(olga: Person, ann: Person) -> None:
    browser = browser_of(olga)
    browser.get(HISTORY, {"person": str(ann.ref)})
    entry = latest()
    assert (entry.kind, entry.actor_ref, entry.private) == ("history.read", olga.ref, True)
    assert sealed(entry) == {"what": "a page", "filters": {"person": str(ann.ref)}}
    browser.get(f"{HISTORY}0/")
    assert sealed(latest()) == {"what": "entry 0", "filters": {"number": "0"}}
    browser.get(f"{HISTORY}0.json")
    assert latest().number == entry.number + 2


def test_filters_narrow(olga: Person, bob: Person, ann: Person, ben: Person) -> None:
    people.view_details(Acting.alone(bob), ann)
    people.view_details(Acting.alone(bob), ben)
    people.edit_profile(Acting.alone(ann), ann, {"mobile": "07700 900123"})
    browser = browser_of(olga)
    today = clock.now().date().isoformat()
    for filters, numbers in [
        ({"actor": str(ann.ref)}, [3]),
        ({"person": str(ann.ref)}, [3, 1]),
        ({"person": str(ann.ref), "actor": str(bob.ref)}, [1]),
        ({"kind": "people.details_viewed"}, [2, 1]),
        ({"kind": "people.details_viewed", "since": today, "until": today}, [2, 1]),
        ({"kind": "people.details_viewed", "until": "1 1 2020"}, []),
    ]:
        assert shown(browser.get(HISTORY, filters).content.decode()) == numbers


@pytest.mark.parametrize("name", ["bob", "Bob Helper", " bob  HELPER "])
def test_a_name_is_looked_up_and_leaves_the_address(olga: Person, bob: Person, name: str) -> None:
    answer = browser_of(olga).get(HISTORY, {"actor": name, "kind": "people.searched"})
    expected = f"{HISTORY}?actor={bob.ref}&kind=people.searched"
    assert (answer.status_code, answer["Location"]) == (303, expected)


def test_a_number_stands_for_a_person_too(olga: Person, bob: Person) -> None:
    answer = browser_of(olga).get(HISTORY, {"person": str(bob.pk)})
    assert answer["Location"] == f"{HISTORY}?person={bob.ref}"


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"actor": "Nobody Known"}, "Nobody here has this name, user name or number."),
        ({"actor": "9" * 40}, "Nobody here has this name, user name or number."),
        ({"since": "soon"}, "Enter a day, month and year, for example 22 11 2026."),
        (
            {"kind": "people.invented"},
            "Choose one of the list.",
        ),
    ],
)
def test_what_cannot_be_asked_is_said(olga: Person, filters: dict[str, str], error: str) -> None:
    answer = browser_of(olga).get(HISTORY, filters)
    assert answer.status_code == 422
    assert error in answer.content.decode()


def test_two_people_of_one_name_are_told_apart_by_number(setup: Acting, olga: Person) -> None:
    for _ in range(2):
        resident(setup, "Cora", "Tregenza")
    answer = browser_of(olga).get(HISTORY, {"actor": "Cora Tregenza"})
    assert "Several people have this name" in answer.content.decode()


def test_pages_turn_both_ways_and_are_never_counted(
    olga: Person, bob: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    for _ in range(4):
        people.view_details(Acting.alone(bob), ann)  # entries 1 to 4
    browser = browser_of(olga)
    asked = f"{HISTORY}?kind=people.details_viewed"
    first = browser.get(asked).content.decode()
    assert shown(first) == [4, 3]
    assert 'rel="prev"' not in first
    assert 'href="/console/history/?kind=people.details_viewed&amp;before=3" rel="next"' in first
    second = browser.get(f"{asked}&before=3").content.decode()
    assert shown(second) == [2, 1]
    assert 'href="/console/history/?kind=people.details_viewed&amp;after=2" rel="prev"' in second
    assert 'rel="next"' not in second
    back = browser.get(f"{asked}&after=2").content.decode()
    assert shown(back) == [4, 3]
    assert 'rel="prev"' not in back
    assert 'rel="next"' in back


@pytest.mark.parametrize("place", ["x", "-1", "9" * 30, ""])
def test_a_place_that_is_no_number_is_the_beginning(olga: Person, place: str) -> None:
    assert browser_of(olga).get(HISTORY, {"before": place}).status_code == 200


def test_an_entry_shows_its_header_its_rule_and_what_was_sealed(
    olga: Person, bob: Person, ann: Person
) -> None:
    people.search_people(Acting.alone(bob), "example")
    page = browser_of(olga).get(f"{HISTORY}1/").content.decode()
    assert "<dt>Rule</dt><dd>own-right</dd>" in page
    assert "<dt>Power</dt><dd>people.search</dd>" in page
    assert "&#34;query&#34;: &#34;example&#34;" in page


def test_an_entry_is_had_in_the_shapes_of_goss(olga: Person, bob: Person, ann: Person) -> None:
    people.view_details(Acting.alone(bob), ann)
    answer = browser_of(olga).get(f"{HISTORY}1.json?shape=goss")
    assert answer["Content-Disposition"] == 'attachment; filename="entry-1-goss.json"'
    shapes = json.loads(answer.content)
    assert shapes["history"]["event"] == "View details"
    assert shapes["history"]["userId"] == ann.pk
    assert shapes["audit"]["subject"]["userId"] == bob.pk
    assert shapes["audit"]["subject"]["customerUserId"] == ann.pk
    assert shapes["audit"]["subject"]["subsiteName"] == "Port Alder Council"


def test_what_is_done_for_somebody_has_both_in_the_event(olga: Person, bob: Person, ann: Person) -> None:
    people.edit_profile(helping(bob, ann), ann, {"mobile": "07700 900123"})
    entry = Entry.objects.of_kinds("people.profile_edited").get()
    shapes = json.loads(browser_of(olga).get(f"{HISTORY}{entry.number}.json?shape=goss").content)
    assert (shapes["history"]["userId"], shapes["history"]["proxyUserId"]) == (ann.pk, bob.pk)
    assert "audit" not in shapes


def test_an_entry_is_had_as_it_is(olga: Person) -> None:
    whole = json.loads(browser_of(olga).get(f"{HISTORY}0.json").content)
    assert whole["header"]["kind"] == "people.tenant_created"
    assert whole["contents"]["data"] == {"name": "Port Alder Council"}


def test_somebody_erased_is_told_as_erased(setup: Acting, olga: Person, ann: Person) -> None:
    people.edit_profile(Acting.alone(ann), ann, {"mobile": "07700 900123"})
    number = latest().number
    authorship = Authorship(setup.tenant_id, setup.actor, setup.actor)
    erase(authorship, ann.ref, power="history.erase", rule="own-right", at=clock.now())
    browser = browser_of(olga)
    assert "Edit profile: erased" in browser.get(HISTORY).content.decode()
    page = browser.get(f"{HISTORY}{number}/").content.decode()
    assert "The key of this person was destroyed." in page
    assert json.loads(browser.get(f"{HISTORY}{number}.json").content)["contents"] == "erased"


@pytest.mark.parametrize("page", ["999/", "999.json", "99999999999999999999999/"])
def test_an_entry_that_is_not_there_is_not_found(olga: Person, page: str) -> None:
    assert browser_of(olga).get(HISTORY + page).status_code == 404


@pytest.mark.parametrize("page", ["", "0/", "0.json"])
def test_only_auditors_read_the_history(bob: Person, page: str) -> None:
    assert browser_of(bob).get(HISTORY + page).status_code == 404


def test_a_page_takes_as_many_statements_for_three_entries_as_for_one(
    olga: Person, bob: Person, ann: Person
) -> None:
    asked = f"{HISTORY}?kind=people.details_viewed"
    people.view_details(Acting.alone(bob), ann)
    browser = browser_of(olga)
    one = queries_of(browser, asked)
    people.view_details(Acting.alone(bob), ann)
    people.view_details(Acting.alone(bob), ann)
    assert queries_of(browser, asked) == one
