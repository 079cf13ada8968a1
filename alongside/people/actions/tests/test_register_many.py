from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.fields import Value
from alongside.people.models import Person
from alongside.people.tests.reindexed import finish

pytestmark = pytest.mark.django_db


@dataclass
class Made:
    given_name: str
    family_name: str
    email: str | None = None
    date_of_birth: date | None = None
    profile: dict[str, Value | list[Value]] = field(default_factory=dict)


def test_people_are_registered_in_batches_with_an_entry_each(setup: Acting, bob: Person) -> None:
    made = [Made(f"Given{number}", "Tregenza", profile={"postcode": "PL4 8AA"}) for number in range(5)]
    assert people.register_many(setup, made, batch=2) == 5
    entries = Entry.objects.of_kinds("people.many_registered").oldest_first()
    counts = [entry.open().data for entry in entries]
    assert counts == [{"people": 2}, {"people": 2}, {"people": 1}]
    found = people.search_people(Acting.alone(bob), "given3 tregenza")
    assert [person.name for person in found] == ["Given3 Tregenza"]


def test_their_keys_are_those_of_somebody_registered_alone(setup: Acting) -> None:
    known = {"telephone": "01632 960123", "address": "12 Acacia Avenue\nPlymouth"}
    alone = people.register(setup, given_name="Ann", family_name="Smith-Jones", profile=known)
    people.register_many(setup, [Made("Ann", "Smith-Jones", profile=dict(known))])
    assert finish(people.reindex(setup)).result == {"people": 0, "keys": 0}
    assert Person.objects.filter(family_name="Smith-Jones").exclude(pk=alone.pk).count() == 1


def test_nobody_registered_is_nothing_recorded(setup: Acting) -> None:
    assert people.register_many(setup, []) == 0
    assert Entry.objects.of_kinds("people.many_registered").count() == 0
