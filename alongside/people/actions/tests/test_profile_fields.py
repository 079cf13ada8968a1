from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from alongside.assisting.acting import Acting, Refused
from alongside.people import actions as people
from alongside.people.models import Person, ProfileField, SearchKey
from alongside.people.tests.reindexed import finish
from tests.council import resident

pytestmark = pytest.mark.django_db


def test_a_new_field_finds_nobody_until_it_is_marked_searchable(setup: Acting, bob: Person) -> None:
    field = people.define_field(setup, "badge", "Badge number")
    cora = resident(setup, "Cora", "Tregenza", badge="BX 12-7")
    searching = Acting.alone(bob)
    assert people.search_people(searching, "bx127") == []
    finish(people.set_searchable(setup, field))
    found = people.search_people(searching, "bx127")
    assert [(person.id, person.reason) for person in found] == [(cora.pk, "Badge number")]


def test_a_field_that_is_no_longer_searchable_leaves_no_keys(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza", telephone="01632 960123")
    keys = SearchKey.objects.filter(person_id=cora.pk)
    before = set(keys.values_list("key", flat=True))
    telephone = ProfileField.objects.get(name="telephone")
    finish(people.set_searchable(setup, telephone, False))
    assert people.search_people(Acting.alone(bob), "01632 960123") == []
    assert set(keys.values_list("key", flat=True)) == {key for key in before if key[0] not in "tu"}
    finish(people.set_searchable(setup, telephone, True))
    assert set(keys.values_list("key", flat=True)) == before


def test_a_field_has_a_name_that_fits_in_an_address(setup: Acting) -> None:
    with pytest.raises(ValidationError):
        people.define_field(setup, "shoe size", "Shoe size")


@pytest.mark.parametrize("action", [people.reindex, lambda acting: people.define_field(acting, "a", "A")])
def test_agents_do_not_set_up_fields(bob: Person, action: object) -> None:
    with pytest.raises(Refused):
        action(Acting.alone(bob))  # type: ignore[operator]  # one of the two above
