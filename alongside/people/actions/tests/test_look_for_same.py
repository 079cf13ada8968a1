from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.actions import recognising
from alongside.people.models import Person
from tests.council import resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_shown_lately() -> None:
    recognising._lately.clear()


@pytest.fixture
def cora(setup: Acting) -> Person:
    return resident(
        setup, "Cora", "Tregenza", date_of_birth="12/3/1980", email="cora@example.org", mobile="01632 960123"
    )


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"given_name": "Cora", "family_name": "Tregenza"}, True),
        ({"given_name": "Co", "family_name": "Tregenza"}, True),
        ({"given_name": "C", "family_name": "Tregenza"}, False),
        ({"given_name": "Cora"}, False),
        ({"given_name": "Kora", "family_name": "Tregensa", "date_of_birth": "12/3/1980"}, True),
        ({"given_name": "Dora", "email": "cora@example.org"}, True),
        ({"given_name": "Dora", "telephone": "01632 960123"}, True),
        ({"given_name": "Dora", "family_name": "Pascoe", "email": "", "telephone": ""}, False),
    ],
)
def test_people_who_may_be_the_same_are_found_and_that_is_recorded(
    bob: Person, cora: Person, known: dict[str, object], found: bool
) -> None:
    same = people.look_for_same(Acting.alone(bob), known)
    assert [match.person.id for match in same] == ([cora.pk] if found else [])
    entry = Entry.objects.of_kinds("people.looked_for_same").get()
    assert entry.open().data == {"shown": [cora.pk] if found else []}


def test_while_the_form_is_filled_in_each_who_is_shown_is_recorded_once(
    setup: Acting, bob: Person, cora: Person
) -> None:
    acting = Acting.alone(bob)
    recorded = Entry.objects.of_kinds("people.looked_for_same")
    for given_name in ("C", "Co", "Cor", "Cora"):
        people.look_for_same(acting, {"given_name": given_name, "family_name": "Tregenza"}, typing=True)
    assert recorded.count() == 1
    resident(setup, "Cora", "Tregenza", date_of_birth="1/1/1990")
    people.look_for_same(acting, {"given_name": "Cora", "family_name": "Tregenza"}, typing=True)
    assert recorded.count() == 2


def test_it_takes_the_right_to_register(eve: Person) -> None:
    with pytest.raises(Refused):
        people.look_for_same(Acting.alone(eve), {"given_name": "Cora", "family_name": "Tregenza"})
