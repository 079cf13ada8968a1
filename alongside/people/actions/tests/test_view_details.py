from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history import goss
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person

pytestmark = pytest.mark.django_db


def test_looking_at_details_is_recorded_against_the_person(bob: Person, ann: Person) -> None:
    people.view_details(Acting.alone(bob), ann)
    entry = Entry.objects.of_person(ann.ref).get()
    assert (entry.kind, entry.actor_ref, entry.private) == ("people.details_viewed", bob.ref, False)


def test_the_audit_log_has_it_as_view_details(bob: Person, ann: Person) -> None:
    people.view_details(Acting.alone(bob), ann)
    subject = goss.audit_record(Entry.objects.of_person(ann.ref).get())["subject"]
    assert isinstance(subject, dict)
    assert {name: subject[name] for name in ("event", "description", "userId", "customerUserId")} == {
        "event": "View details",
        "description": "Viewing details for user Ann Example",
        "userId": bob.pk,
        "customerUserId": ann.pk,
    }


def test_somebody_without_the_right_looks_at_nobody(eve: Person, ann: Person) -> None:
    with pytest.raises(Refused):
        people.view_details(Acting.alone(eve), ann)


def test_nobody_looks_into_another_segment(setup: Acting, bob: Person) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    cora = people.register(setup, given_name="Cora", segments=[elsewhere])
    with pytest.raises(Refused):
        people.view_details(Acting.alone(bob), cora)
