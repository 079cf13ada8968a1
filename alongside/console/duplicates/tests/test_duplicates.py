"""Pairs who may be one person: found, listed, told apart."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from alongside.assisting.acting import Acting, Refused
from alongside.command import main
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.people import actions as people
from alongside.people.models import (
    Decision,
    Person,
    ProfileField,
    Segment,
    SegmentMember,
    SuspectedPair,
    Tenant,
)
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
    told = Entry.objects.of_kinds("people.told_apart").oldest_first()
    assert [(entry.person_ref, entry.open().data["other"]) for entry in told] == [
        (pair[1].ref, str(pair[0].ref)),
        (pair[0].ref, str(pair[1].ref)),
    ]
    Job.objects.all().delete()
    walk(browser)
    assert "No pair is waiting" in browser.get("/console/duplicates/").content.decode()
    assert browser.get(address).status_code == 404


def test_only_the_first_of_two_colleagues_tells_them_apart(
    browser: Client, manager: Person, pair: tuple[Person, Person]
) -> None:
    walk(browser)
    found, late = SuspectedPair.objects.get(), SuspectedPair.objects.get()
    people.tell_apart(Acting.alone(manager), found, why="Twins")
    with pytest.raises(people.Misfit, match="already"):
        people.tell_apart(Acting.alone(manager), late, why="Sisters")
    assert SuspectedPair.objects.get().why == "Twins"


def test_each_reading_of_pairs_is_recorded(
    browser: Client, manager: Person, pair: tuple[Person, Person]
) -> None:
    walk(browser)
    browser.get("/console/duplicates/")
    browser.get(f"/console/duplicates/{SuspectedPair.objects.get().pk}/difference/")
    seen = Entry.objects.by(manager.ref).of_kinds("people.duplicates_seen")
    assert [entry.open().data["shown"] for entry in seen] == [[person.pk for person in pair]] * 2


def test_a_pair_that_is_alike_no_more_is_forgotten_and_another_kept(
    setup: Acting, browser: Client, pair: tuple[Person, Person]
) -> None:
    walk(browser)
    found = SuspectedPair.objects.get()
    Job.objects.all().delete()
    walk(browser)
    again = SuspectedPair.objects.get()
    assert (again.pk, again.found_at, again.seen_at > found.seen_at) == (found.pk, found.found_at, True)
    other = {"date_of_birth": "1/7/1933", "telephone": "01632 960999", "address": "1 Elm Road, Looe"}
    people.correct(setup, pair[1], {"given_name": "Maud", "family_name": "Retallick", **other})
    Job.objects.all().delete()
    walk(browser)
    assert not SuspectedPair.objects.exists()


def test_a_pair_is_closed_by_merging_and_open_again_when_that_is_undone(
    setup: Acting, browser: Client, pair: tuple[Person, Person]
) -> None:
    walk(browser)
    done = people.merge(setup, *pair, reason="One person")
    assert not SuspectedPair.objects.open().exists()
    people.undo_merge(setup, done, reason="They are two")
    assert SuspectedPair.objects.open().count() == 1


def test_pairs_of_other_segments_are_not_seen(
    browser: Client, manager: Person, pair: tuple[Person, Person]
) -> None:
    walk(browser)
    found = SuspectedPair.objects.select_related("one", "other").get()
    SegmentMember.objects.filter(person=pair[1]).delete()
    assert "No pair is waiting" in browser.get("/console/duplicates/").content.decode()
    with pytest.raises(Refused):
        people.tell_apart(Acting.alone(manager), found, why="Twins")


def test_what_is_private_to_a_segment_decides_nothing(
    setup: Acting, browser: Client, pair: tuple[Person, Person]
) -> None:
    mine = Segment.objects.get()
    ProfileField.objects.filter(name__in=("telephone", "address", "date_of_birth")).update(segment=mine)
    walk(browser)
    assert not SuspectedPair.objects.exists()


def test_what_is_private_to_another_segment_is_not_shown(
    setup: Acting, browser: Client, pair: tuple[Person, Person]
) -> None:
    walk(browser)
    assert "01632 960123" in browser.get("/console/duplicates/").content.decode()
    elsewhere = people.create_segment(setup, "Elsewhere")
    ProfileField.objects.filter(name="telephone").update(segment=elsewhere)
    assert "01632 960123" not in browser.get("/console/duplicates/").content.decode()


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
    seen = Entry.objects.of_kinds("people.duplicates_seen").get().open()
    assert seen.data == {"shown": [person.pk for person in pair]}


def test_what_callers_are_checked_before_stands_in_no_pair(
    browser: Client, pair: tuple[Person, Person], tenant: Tenant
) -> None:
    tenant.options = {"caller_check": {"before_sensitive": True}}
    tenant.save()
    walk(browser)
    assert "4 Fore Street" in browser.get("/console/duplicates/").content.decode()
    ProfileField.objects.filter(name="address").update(sensitive=True)

    found = SuspectedPair.objects.get()
    for path in ("/console/duplicates/", f"/console/duplicates/{found.pk}/difference/"):
        page = browser.get(path)
        assert page.status_code == 200
        assert "4 Fore Street" not in page.content.decode()
