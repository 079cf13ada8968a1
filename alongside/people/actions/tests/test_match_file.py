from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person
from tests.council import resident

pytestmark = pytest.mark.django_db


def test_each_row_is_answered_by_who_it_may_be_and_the_file_is_recorded_first(setup: Acting) -> None:
    cora = resident(setup, "Cora", "Tregenza", date_of_birth="12/3/1980")
    rows = [{"given_name": "Kora", "family_name": "Tregenza", "date_of_birth": "12.3.1980"}, {"title": "Ms"}]
    answers = people.match_file(setup, iter(rows), name="list.csv")
    assert Entry.objects.of_kinds("people.file_matched").get().open().data == {"file": "list.csv"}
    assert [[match.person.id for match in found] for found in answers] == [[cora.pk], []]


def test_it_takes_a_right_of_its_own(bob: Person) -> None:
    with pytest.raises(Refused):
        people.match_file(Acting.alone(bob), iter([]), name="list.csv")
