from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person
from tests.council import resident

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"name": "Cora Tregenza", "date_of_birth": "12/3/1980"}, True),
        ({"name": "Cora Tregenza", "date_of_birth": "13/3/1980"}, False),
        ({"name": "Cora Tregenza"}, False),
        ({"name": "Dora", "email": "cora@example.org"}, True),
        ({"name": "Dora", "telephones": ["", "01632 960123"]}, True),
        ({"name": "Dora", "email": "", "telephones": [""]}, False),
    ],
)
def test_the_same_name_and_birthday_or_address_or_number_may_be_the_same_person(
    setup: Acting, bob: Person, known: dict[str, str], found: bool
) -> None:
    cora = resident(
        setup, "Cora", "Tregenza", date_of_birth="12/3/1980", email="cora@example.org", mobile="01632 960123"
    )
    same = people.look_for_same(Acting.alone(bob), **known)
    assert [person.id for person in same] == ([cora.pk] if found else [])
    entry = Entry.objects.of_kinds("people.looked_for_same").get()
    assert entry.open().data == {"shown": [cora.pk] if found else []}


def test_it_takes_the_right_to_register(eve: Person) -> None:
    with pytest.raises(Refused):
        people.look_for_same(Acting.alone(eve), name="Cora")
