from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person

pytestmark = pytest.mark.django_db


def test_an_agent_corrects_what_is_read_only_too(setup: Acting, bob: Person, ann: Person) -> None:
    people.define_field(setup, "ward", "Ward", read_only=True)
    people.correct(Acting.alone(bob), ann, {"ward": "Drake", "family_name": "Exempel"})
    ann.refresh_from_db()
    assert (ann.name, ann.profile) == ("Ann Exempel", {"ward": "Drake"})
    entry = Entry.objects.of_kinds("people.corrected").get()
    assert (entry.actor_ref, entry.person_ref, entry.assistance_id) == (bob.ref, ann.ref, None)


def test_nobody_corrects_a_person_who_holds_more_rights(bob: Person, hal: Person) -> None:
    with pytest.raises(Refused) as refusal:
        people.correct(Acting.alone(bob), hal, {"email": "bob@example.com"})
    assert refusal.value.verdict.rule == "person-holds-more-rights"
    hal.refresh_from_db()
    assert hal.email == ""


def test_nobody_corrects_a_person_of_another_segment(setup: Acting, bob: Person) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    cora = people.register(setup, given_name="Cora", segments=[elsewhere])
    with pytest.raises(Refused) as refusal:
        people.correct(Acting.alone(bob), cora, {"email": "cora@example.com"})
    assert refusal.value.verdict.rule == "other-segment"


def test_somebody_without_the_right_corrects_nobody(eve: Person, ann: Person) -> None:
    with pytest.raises(Refused):
        people.correct(Acting.alone(eve), ann, {"email": "eve@example.com"})
