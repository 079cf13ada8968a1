from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people import reindexing
from alongside.people.actions.field_places import DOWN, UP
from alongside.people.models import Person, ProfileField
from alongside.people.profiles import fields_seen_by
from alongside.people.tests.reindexed import finish
from tests.council import resident

pytestmark = pytest.mark.django_db


def named(name: str) -> ProfileField:
    field: ProfileField = ProfileField.objects.get(name=name)
    return field


def order() -> list[str]:
    return [field.name for field in ProfileField.objects.in_use().in_order()]


def test_a_field_changes_places_with_its_neighbour_and_stays_at_the_ends(setup: Acting) -> None:
    first, second, third, *rest = order()
    people.move_field(setup, named(first), DOWN)
    assert order() == [second, first, third, *rest]
    people.move_field(setup, named(third), UP)
    assert order() == [second, third, first, *rest]
    people.move_field(setup, named(second), UP)
    people.move_field(setup, named(rest[-1]), DOWN)
    assert order() == [second, third, first, *rest]
    entries = Entry.objects.of_kinds("people.field_moved").order_by("number")
    assert [entry.open().data["place"] for entry in entries] == [2, 2, 1, len(order())]


def test_a_retired_field_is_nowhere_and_its_values_are_there_when_it_comes_back(
    setup: Acting, bob: Person
) -> None:
    cora = resident(setup, "Cora", "Tregenza", mobile="01632 960123")
    searching = Acting.alone(bob)
    people.retire_field(setup, named("mobile"))
    assert "mobile" not in [field.name for field in fields_seen_by(bob, cora)]
    assert people.search_people(searching, "01632960123") == []
    assert people.search_people(searching, "tregenza")[0].profile == {}
    with pytest.raises(people.Misfit):
        people.correct(setup, cora, {"mobile": "01632 960124"})
    with pytest.raises(people.Misfit):
        people.set_searchable(setup, named("mobile"))
    job = reindexing.under_way()
    assert job is not None
    finish(job)

    people.bring_back_field(setup, named("mobile"))
    assert people.search_people(searching, "tregenza")[0].profile == {"mobile": "01632 960123"}
    assert people.search_people(searching, "01632960123") == []
    finish(people.set_searchable(setup, named("mobile")))
    assert [found.id for found in people.search_people(searching, "01632960123")] == [cora.pk]
    kinds = ["people.field_retired", "people.field_brought_back"]
    assert [Entry.objects.of_kinds(kind).get().open().data for kind in kinds] == [
        {"name": "mobile", "label": "Mobile"}
    ] * 2


def test_retiring_what_nobody_is_found_by_re_indexes_nobody(setup: Acting) -> None:
    people.retire_field(setup, named("title"))
    assert reindexing.latest() is None
