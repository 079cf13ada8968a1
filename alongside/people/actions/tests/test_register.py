from __future__ import annotations

from datetime import date

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions import Misfit
from alongside.people.models import Person, ProfileField, SearchKey

pytestmark = pytest.mark.django_db


def test_an_agent_registers_somebody_who_is_found_at_once(bob: Person) -> None:
    acting = Acting.alone(bob)
    cora = people.register(
        acting,
        given_name="Cora",
        family_name="Tregenza",
        email="cora@example.org",
        date_of_birth="12/3/1980",
        profile={"telephone": "01632 960123", "postcode": "pl48aa", "mobile": ""},
    )
    assert cora.date_of_birth == date(1980, 3, 12)
    assert cora.profile == {"telephone": "01632 960123", "postcode": "PL4 8AA"}
    assert (cora.username, cora.has_usable_password()) == (None, False)
    assert cora.standing.segments == bob.standing.segments
    assert [found.id for found in people.search_people(acting, "+44 1632 960123")] == [cora.pk]


def test_registering_is_recorded_against_the_new_person(bob: Person) -> None:
    cora = people.register(Acting.alone(bob), given_name="Cora", reason="", despite=())
    entry = Entry.objects.of_person(cora.ref).get()
    assert (entry.kind, entry.actor_ref) == ("people.registered", bob.ref)
    assert entry.open().data == {"reason": "", "despite": []}


def test_whoever_may_be_the_same_is_registered_for_a_reason_only(bob: Person, ann: Person) -> None:
    acting = Acting.alone(bob)
    with pytest.raises(Misfit) as problem:
        people.register(acting, given_name="Ann", despite=[ann.ref], reason=" ")
    assert problem.value.errors == {"reason": "Say why this is not the same person."}
    other = people.register(acting, given_name="Ann", despite=[ann.ref], reason="Her daughter")
    entry = Entry.objects.of_person(other.ref).get()
    assert entry.open().data == {"reason": "Her daughter", "despite": [str(ann.ref)]}


MISFITS = [
    ({}, {"family_name": "A person needs a name."}),
    ({"given_name": "A" * 101}, {"given_name": "Use at most 100 characters."}),
    ({"given_name": "A\x00"}, {"given_name": "This holds characters that cannot be kept."}),
    ({"email": "nobody"}, {"email": "Enter an e-mail address, for example ann@example.org."}),
    (
        {"date_of_birth": "31/2/1980"},
        {"date_of_birth": "Enter a day, month and year that exist, for example 27 3 1984."},
    ),
    ({"profile": {"shoe_size": "9"}}, {"shoe_size": "There is no such field."}),
    ({"username": "a b"}, {"username": "Use letters, digits and . @ + - _ only."}),
    ({"username": "system:setup"}, {"username": "Use letters, digits and . @ + - _ only."}),
]


@pytest.mark.parametrize(("known", "errors"), MISFITS)
def test_what_does_not_fit_is_said_field_by_field(
    bob: Person, known: dict[str, object], errors: dict[str, str]
) -> None:
    before = (Person.objects.count(), SearchKey.objects.count(), Entry.objects.count())
    with pytest.raises(Misfit) as problem:
        people.register(Acting.alone(bob), **known)  # type: ignore[arg-type]  # the table holds what fits and what does not
    assert problem.value.errors == errors
    assert (Person.objects.count(), SearchKey.objects.count(), Entry.objects.count()) == before


def test_nobody_is_born_tomorrow(bob: Person) -> None:
    tomorrow = clock.now().date().replace(year=clock.now().year + 1)
    with pytest.raises(Misfit) as problem:
        people.register(Acting.alone(bob), given_name="Cora", date_of_birth=tomorrow)
    assert problem.value.errors == {"date_of_birth": "A date of birth cannot lie in the future."}


def test_a_required_field_must_be_filled_in(setup: Acting, bob: Person) -> None:
    people.define_field(setup, "ward", "Ward", required=True)
    with pytest.raises(Misfit) as problem:
        people.register(Acting.alone(bob), given_name="Cora")
    assert problem.value.errors == {"ward": "This must be filled in."}


def test_a_user_name_is_given_once(setup: Acting, bob: Person) -> None:
    with pytest.raises(Misfit) as problem:
        people.register(setup, given_name="Robert", username="BOB")
    assert problem.value.errors == {"username": "Somebody has this user name already."}


def test_nobody_registers_into_a_segment_they_do_not_see(setup: Acting, bob: Person) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    with pytest.raises(Refused) as refusal:
        people.register(Acting.alone(bob), given_name="Cora", segments=[elsewhere])
    assert refusal.value.verdict.rule == "other-segment"


def test_a_field_of_another_segment_does_not_exist_for_an_agent(setup: Acting, bob: Person) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    people.define_field(setup, "licence", "Licence", segment=elsewhere)
    with pytest.raises(Misfit) as problem:
        people.register(Acting.alone(bob), given_name="Cora", profile={"licence": "1"})
    assert problem.value.errors == {"licence": "There is no such field."}
    assert ProfileField.objects.filter(name="licence").count() == 1


def test_somebody_without_the_right_registers_nobody(eve: Person) -> None:
    with pytest.raises(Refused):
        people.register(Acting.alone(eve), given_name="Cora")
