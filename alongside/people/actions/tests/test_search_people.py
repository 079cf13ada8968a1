from __future__ import annotations

from typing import Any

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person
from tests.cast import helping
from tests.council import resident

pytestmark = pytest.mark.django_db


def recorded() -> list[Any]:
    entries = Entry.objects.of_kinds("people.searched").oldest_first()
    return [entry.open().data for entry in entries]


def test_a_search_is_recorded_with_those_it_showed(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza")
    people.search_people(Acting.alone(bob), "tregenza")
    assert recorded() == [{"query": "tregenza", "by_field": {}, "shown": [cora.pk]}]
    assert Entry.objects.of_kinds("people.searched").get().private is True


def test_a_search_that_found_nobody_is_recorded_too(bob: Person) -> None:
    assert people.search_people(Acting.alone(bob), "zzyzx") == []
    assert recorded() == [{"query": "zzyzx", "by_field": {}, "shown": []}]


def test_typing_writes_one_entry_and_asking_another(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza")
    acting = Acting.alone(bob)
    for typed in ("zq", "tr", "tre", "treg", "tregenza"):
        people.search_people(acting, typed, typing=True)
    people.search_people(acting, "tregenza")
    assert [entry["query"] for entry in recorded()] == ["tr", "tregenza"]
    assert recorded()[0]["shown"] == [cora.pk]


def test_typing_something_else_is_recorded_anew(setup: Acting, bob: Person) -> None:
    resident(setup, "Cora", "Tregenza")
    resident(setup, "Dora", "Penrose")
    for typed in ("tre", "pen", "tre"):
        people.search_people(Acting.alone(bob), typed, typing=True)
    assert [entry["query"] for entry in recorded()] == ["tre", "pen", "tre"]


def test_typing_on_after_a_minute_is_recorded_anew(
    setup: Acting, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident(setup, "Cora", "Tregenza")
    moment = 1000.0
    monkeypatch.setattr("alongside.people.actions.searches.monotonic", lambda: moment)
    people.search_people(Acting.alone(bob), "tre", typing=True)
    moment += 59
    people.search_people(Acting.alone(bob), "treg", typing=True)
    moment += 2
    people.search_people(Acting.alone(bob), "trege", typing=True)
    assert [entry["query"] for entry in recorded()] == ["tre", "trege"]


def test_single_fields_are_asked_by_name(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza", telephone="01632 960123")
    resident(setup, "Dora", "Tregenza", mobile="01632 960123")
    acting = Acting.alone(bob)
    found = people.search_people(acting, "", by_field={"telephone": "01632 960123"})
    assert [(person.id, person.field) for person in found] == [(cora.pk, "telephone")]
    assert people.search_people(acting, "dora", by_field={"telephone": "01632 960123"}) == []
    both = people.search_people(acting, "tregenza", by_field={"telephone": "01632 960123"})
    assert [person.id for person in both] == [cora.pk]


def test_people_of_another_segment_are_not_found(setup: Acting, bob: Person) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    resident(setup, "Cora", "Tregenza", segments=[elsewhere])
    assert people.search_people(Acting.alone(bob), "tregenza") == []
    assert [found.name for found in people.search_people(setup, "tregenza")] == ["Cora Tregenza"]


@pytest.mark.parametrize("typing", [False, True])
def test_somebody_without_the_right_is_refused_and_that_is_kept(eve: Person, typing: bool) -> None:
    with pytest.raises(Refused):
        people.search_people(Acting.alone(eve), "ann", typing=typing)
    assert Entry.objects.by(eve.ref).get().kind == "assisting.refused"


def test_helping_somebody_changes_nothing_about_searching(setup: Acting, bob: Person, ann: Person) -> None:
    people.search_people(helping(bob, ann), "example")
    entry = Entry.objects.of_kinds("people.searched").get()
    assert (entry.actor_ref, entry.person_ref, entry.assistance_id) == (bob.ref, bob.ref, None)
