from __future__ import annotations

from datetime import date

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.actions import Misfit
from alongside.people.models import Person
from alongside.people.tests.reindexed import finish
from tests.cast import helping

pytestmark = pytest.mark.django_db


def test_a_person_edits_their_own_profile(ann: Person) -> None:
    people.edit_profile(Acting.alone(ann), ann, {"telephone": "01632 960999", "date_of_birth": "1 2 1970"})
    ann.refresh_from_db()
    assert (ann.profile, ann.date_of_birth) == ({"telephone": "01632 960999"}, date(1970, 2, 1))


def test_an_agent_edits_the_profile_of_whom_they_help(ann: Person, bob: Person) -> None:
    acting = helping(bob, ann)
    people.edit_profile(acting, ann, {"mobile": "07700 900123", "email": "ann@example.org"})
    entry = Entry.objects.of_kinds("people.profile_edited").get()
    assert (entry.actor_ref, entry.person_ref) == (bob.ref, ann.ref)
    assert entry.assistance_id == acting.assistance.pk  # type: ignore[union-attr]  # helping
    data = entry.open().data
    assert data == {"fields": ["mobile", "email"], "labels": "mobile and e-mail"}


def test_an_agent_who_is_not_helping_edits_nothing(ann: Person, bob: Person) -> None:
    with pytest.raises(Refused) as refusal:
        people.edit_profile(Acting.alone(bob), ann, {"mobile": "07700 900123"})
    assert refusal.value.verdict.rule == "not-theirs"


def test_helping_one_person_edits_no_other(ann: Person, ben: Person, bob: Person) -> None:
    with pytest.raises(Refused):
        people.edit_profile(helping(bob, ann), ben, {"mobile": "07700 900123"})


def test_the_anonymous_user_has_no_profile_to_edit(anonymous: Person, bob: Person) -> None:
    with pytest.raises(Refused):
        people.edit_profile(helping(bob, anonymous), anonymous, {"mobile": "07700 900123"})


def test_an_edited_person_is_found_by_what_is_new_and_not_by_what_was(ann: Person, bob: Person) -> None:
    acting = Acting.alone(ann)
    people.edit_profile(acting, ann, {"telephone": "01632 960111"})
    people.edit_profile(acting, ann, {"telephone": "01632 960222"})
    searching = Acting.alone(bob)
    assert people.search_people(searching, "01632 960111") == []
    assert [found.id for found in people.search_people(searching, "01632 960222")] == [ann.pk]


def test_a_read_only_field_is_seen_but_not_changed(setup: Acting, ann: Person) -> None:
    people.define_field(setup, "ward", "Ward", read_only=True)
    people.correct(setup, ann, {"ward": "Drake"})
    with pytest.raises(Misfit) as problem:
        people.edit_profile(Acting.alone(ann), ann, {"ward": "Stoke", "mobile": "x"})
    assert problem.value.errors == {
        "ward": "Only an agent can change this.",
        "mobile": "Enter a telephone number, for example 01632 960123.",
    }
    people.edit_profile(Acting.alone(ann), ann, {"ward": "Drake", "mobile": "07700 900123"})
    assert ann.profile == {"ward": "Drake", "mobile": "07700 900123"}


def test_handing_in_what_is_there_is_no_deed(ann: Person) -> None:
    before = Entry.objects.count()
    people.edit_profile(Acting.alone(ann), ann, {"email": ann.email, "mobile": ""})
    assert Entry.objects.count() == before


def test_a_person_keeps_a_name(ann: Person) -> None:
    with pytest.raises(Misfit) as problem:
        people.edit_profile(Acting.alone(ann), ann, {"given_name": "", "family_name": ""})
    assert problem.value.errors == {"family_name": "A person needs a name."}
    ann.refresh_from_db()
    assert ann.name == "Ann Example"


def test_fields_that_somebody_else_changed_meanwhile_stay_changed(ann: Person) -> None:
    stale = Person.objects.get(pk=ann.pk)
    people.edit_profile(Acting.alone(ann), ann, {"mobile": "07700 900123"})
    people.edit_profile(Acting.alone(stale), stale, {"telephone": "01632 960123"})
    ann.refresh_from_db()
    assert ann.profile == {"mobile": "07700 900123", "telephone": "01632 960123"}


def test_several_values_are_a_list_without_empty_ones(setup: Acting, ann: Person, bob: Person) -> None:
    field = people.define_field(setup, "badge", "Badge", several=True)
    people.edit_profile(Acting.alone(ann), ann, {"badge": ["AX 1204", "", "BX 77"]})
    assert ann.profile == {"badge": ["AX 1204", "BX 77"]}
    finish(people.set_searchable(setup, field))
    assert [found.id for found in people.search_people(Acting.alone(bob), "bx77")] == [ann.pk]
