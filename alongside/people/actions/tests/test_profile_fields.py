from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people import reindexing
from alongside.people.models import Person, ProfileField, SearchKey, Segment
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
    assert set(keys.values_list("key", flat=True)) == {key for key in before if key[0] not in "tuv"}
    finish(people.set_searchable(setup, telephone, True))
    assert set(keys.values_list("key", flat=True)) == before


def test_a_field_has_a_name_that_fits_in_an_address(setup: Acting) -> None:
    with pytest.raises(people.Misfit):
        people.define_field(setup, "shoe size", "Shoe size")


@pytest.mark.parametrize("action", [people.reindex, lambda acting: people.define_field(acting, "a", "A")])
def test_agents_do_not_set_up_fields(bob: Person, action: object) -> None:
    with pytest.raises(Refused):
        action(Acting.alone(bob))  # type: ignore[operator]  # one of the two above


def test_a_field_is_described_with_all_that_it_is(setup: Acting) -> None:
    residents = Segment.objects.get()
    people.define_field(
        setup,
        "",
        " Council  ward ",
        "choice",
        hint="Where they vote",
        choices=["Drake", " Stoke ", ""],
        several=True,
        required=True,
        read_only=True,
        segment=residents,
    )
    field = ProfileField.objects.get(name="council_ward")
    assert (field.label, field.type, field.hint, field.choices) == (
        "Council ward",
        "choice",
        "Where they vote",
        ["Drake", "Stoke"],
    )
    assert (field.several, field.required, field.read_only, field.segment) == (True, True, True, residents)
    assert field == ProfileField.objects.in_order().last()


def test_a_label_belongs_to_one_field(setup: Acting) -> None:
    people.define_field(setup, "", "Ward")
    with pytest.raises(people.Misfit) as problem:
        people.define_field(setup, "", "WARD")
    assert problem.value.errors == {"label": "Another field has this label already."}


def test_there_are_no_more_fields_than_a_page_can_show(setup: Acting) -> None:
    there = ProfileField.objects.count()
    ProfileField.objects.bulk_create(
        ProfileField(name=f"f{number}", label=f"F {number}") for number in range(100 - there)
    )
    with pytest.raises(people.Misfit):
        people.define_field(setup, "", "One too many")
    assert ProfileField.objects.count() == 100


def test_a_change_says_what_was_changed_and_nothing_else(setup: Acting) -> None:
    ward = people.define_field(setup, "ward", "Ward", "choice", choices=["Drake", "Stoke"])
    described = people.Description("Council ward", "choice", choices=("Stoke", "Ham"), required=True)
    people.change_field(setup, ward, described)
    people.change_field(setup, ward, described)
    assert Entry.objects.of_kinds("people.field_changed").get().open().data == {
        "name": "ward",
        "label": "Council ward",
        "changed": "label, choices, required",
        "no_longer": ["Drake"],
    }


def test_a_choice_that_is_taken_away_stays_with_whoever_has_it(setup: Acting) -> None:
    ward = people.define_field(setup, "ward", "Ward", "choice", choices=["Drake", "Stoke"])
    cora = resident(setup, "Cora", "Tregenza", ward="Drake")
    people.change_field(setup, ward, people.Description("Ward", "choice", choices=("Stoke",)))
    people.correct(setup, cora, {"ward": "Drake", "given_name": "Coralie"})
    assert (cora.given_name, cora.profile) == ("Coralie", {"ward": "Drake"})
    people.correct(setup, cora, {"ward": "Stoke"})
    with pytest.raises(people.Misfit):
        people.correct(setup, cora, {"ward": "Drake"})


def test_a_type_changes_only_where_every_value_fits_and_people_are_found_as_before(
    setup: Acting, bob: Person
) -> None:
    pager = people.define_field(setup, "pager", "Pager", "telephone")
    cora = resident(setup, "Cora", "Tregenza", pager="01632 960199")
    finish(people.set_searchable(setup, pager))
    with pytest.raises(people.Misfit) as problem:
        people.change_field(setup, pager, people.Description("Pager", "date"))
    assert problem.value.errors == {
        "type": "What is kept as telephone would not fit date. Define another field for that."
    }
    people.change_field(setup, pager, people.Description("Pager", "text"))
    job = reindexing.under_way()
    assert job is not None
    finish(job)
    found = people.search_people(Acting.alone(bob), "01632960199")
    assert [one.id for one in found] == [cora.pk]
    keys = SearchKey.objects.filter(person_id=cora.pk, key__startswith="xpager=")
    assert keys.exists()


def test_one_value_may_become_several_and_is_no_change_by_itself(setup: Acting) -> None:
    badge = people.define_field(setup, "badge", "Badge")
    cora = resident(setup, "Cora", "Tregenza", badge="AX 1")
    people.change_field(setup, badge, people.Description("Badge", several=True))
    people.correct(setup, cora, {"badge": ["AX 1"]})
    assert Entry.objects.of_kinds("people.corrected").count() == 0
    people.correct(setup, cora, {"badge": ["AX 1", "BX 2"]})
    assert cora.profile == {"badge": ["AX 1", "BX 2"]}


@pytest.mark.parametrize("name", ["given_name", "family_name", "email", "date_of_birth"])
def test_what_every_house_has_changes_its_label_and_nothing_deeper(setup: Acting, name: str) -> None:
    field = ProfileField.objects.get(name=name)
    people.change_field(setup, field, people.Description("Otherwise", field.type, required=True))
    for described in (
        people.Description("Otherwise", "address"),
        people.Description("Otherwise", field.type, several=True),
    ):
        with pytest.raises(people.Misfit):
            people.change_field(setup, field, described)
    with pytest.raises(people.Misfit):
        people.retire_field(setup, field)
    field.refresh_from_db()
    assert (field.label, field.required, field.retired_at) == ("Otherwise", True, None)


def test_names_are_private_to_nobody(setup: Acting) -> None:
    field = ProfileField.objects.get(name="family_name")
    with pytest.raises(people.Misfit):
        people.change_field(setup, field, people.Description("Family name"), segment=Segment.objects.get())


@pytest.mark.parametrize("action", ["change_field", "move_field", "retire_field", "bring_back_field"])
def test_agents_change_no_fields(bob: Person, action: str) -> None:
    field = ProfileField.objects.get(name="telephone")
    rest = {"change_field": (people.Description("Line"),), "move_field": (-1,)}.get(action, ())
    with pytest.raises(Refused):
        getattr(people, action)(Acting.alone(bob), field, *rest)
