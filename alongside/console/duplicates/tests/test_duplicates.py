"""Pairs who may be one person: found, listed, told apart."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.command import main
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.people.models import Decision, Person, SegmentMember, SuspectedPair, Tenant
from tests.cast import make_person
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db

RIGHTS = ["console.enter", "people.find_duplicates", "people.tell_apart", "people.view_details"]
CORA = {"date_of_birth": "12/3/1980", "telephone": "01632 960123", "address": "4 Fore Street, Fowey"}


@pytest.fixture
def manager(setup: Acting) -> Person:
    return make_person("Mona", "Castellan", rights=RIGHTS)


@pytest.fixture
def browser(manager: Person) -> Client:
    return browser_of(manager)


@pytest.fixture
def pair(setup: Acting) -> tuple[Person, Person]:
    """Cora twice, and somebody else."""
    resident(setup, "Dora", "Pascoe", date_of_birth="1/1/1950")
    twice = resident(setup, "Cora", "Tregenza", **CORA), resident(setup, "Kora", "Tregensa", **CORA)
    low, high = sorted(twice, key=lambda person: person.pk)
    return low, high


def walk(browser: Client) -> Job:
    browser.post("/console/duplicates/")
    return jobs.run_here(Job.objects.get(), pause=0)


def test_everybody_is_looked_through_and_pairs_are_listed_with_reasons(
    browser: Client, pair: tuple[Person, Person]
) -> None:
    assert "No pair is waiting" in browser.get("/console/duplicates/").content.decode()
    job = walk(browser)
    assert job.told.endswith("1 pairs may be one person.")
    found = SuspectedPair.objects.get()
    assert (found.one, found.other) == pair
    shown = browser.get("/console/duplicates/").content.decode()
    assert "same date of birth" in shown
    assert "born 12 March 1980" in shown


def test_looking_through_again_finds_nothing_new(browser: Client, pair: tuple[Person, Person]) -> None:
    walk(browser)
    Job.objects.all().delete()
    assert walk(browser).result == {"pairs": 0}
    assert SuspectedPair.objects.count() == 1


def test_who_is_told_apart_is_not_asked_about_again(browser: Client, pair: tuple[Person, Person]) -> None:
    walk(browser)
    found = SuspectedPair.objects.get()
    address = f"/console/duplicates/{found.pk}/difference/"
    wrong = browser.post(address, {"why": " "})
    assert (wrong.status_code, "nobody will be asked again" in wrong.content.decode()) == (422, True)
    browser.post(address, {"why": "They are twins."})
    found.refresh_from_db()
    assert (found.decision, found.why) == (Decision.APART, "They are twins.")
    assert Entry.objects.of_kinds("people.told_apart").get().person_ref == pair[0].ref
    Job.objects.all().delete()
    walk(browser)
    assert "No pair is waiting" in browser.get("/console/duplicates/").content.decode()
    assert browser.get(address).status_code == 404


def test_pairs_of_other_segments_are_not_seen(browser: Client, pair: tuple[Person, Person]) -> None:
    walk(browser)
    SegmentMember.objects.filter(person=pair[0]).delete()
    assert "No pair is waiting" in browser.get("/console/duplicates/").content.decode()


def test_the_page_takes_as_many_statements_with_one_pair_as_with_three(
    setup: Acting, browser: Client, pair: tuple[Person, Person]
) -> None:
    walk(browser)
    one = queries_of(browser, "/console/duplicates/")
    for name in ("Zennor", "Yelland"):
        for _ in range(2):
            resident(setup, "Sam", name, date_of_birth="2/2/1972", telephone="01632 960555")
    Job.objects.all().delete()
    walk(browser)
    assert SuspectedPair.objects.count() >= 3
    assert queries_of(browser, "/console/duplicates/") == one


def test_the_command_line_lists_the_pairs(
    tenant: Tenant, pair: tuple[Person, Person], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.run(["alongside", "people", "duplicates", "--json", "--tenant", tenant.domain]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert {listed["one"]["id"], listed["other"]["id"]} == {person.pk for person in pair}
    assert listed["score"] > 0.9
    assert Entry.objects.of_kinds("people.duplicates_wanted").count() == 1
