"""Allowed, atomic, recorded — or it did not happen."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from alongside.assisting import actions
from alongside.assisting.acting import Acting, NotRecorded, RecordedNothing, Refused
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power, declared
from alongside.assisting.rules import Kind
from alongside.history import actions as history
from alongside.history.events import Event
from alongside.history.models import Entry
from alongside.people.models import Group, Person
from tests.cast import helping

pytestmark = pytest.mark.django_db

NAME_GROUP = Power("tests.name_group", Kind.STAFF, right="people.search")
RENAME = Power("tests.rename")
SIGN = Power("tests.sign", delegable=False)


class Renamed(Event, kind="tests.renamed", sentence="{actor} renamed {person}"):
    to: str


def rename(acting: Acting, person: Person, to: str) -> None:
    with acting.doing(RENAME, about=person) as deed:
        person.given_name = to
        person.save(update_fields=["given_name"])
        deed.record(Renamed(to), about=person)


def test_a_deed_for_somebody_names_both(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)

    rename(acting, ann, "Anne")

    entry = Entry.objects.get(kind="tests.renamed")
    assert (entry.actor_ref, entry.person_ref) == (bob.ref, ann.ref)
    assert acting.assistance is not None
    assert entry.assistance_id == acting.assistance.pk


def test_ones_own_deed_names_one_person_twice(ann: Person) -> None:
    rename(Acting.alone(ann), ann, "Anne")

    entry = Entry.objects.get(kind="tests.renamed")
    assert (entry.actor_ref, entry.person_ref, entry.assistance_id) == (ann.ref, ann.ref, None)


def test_a_staff_deed_stands_against_the_agent_even_while_helping(bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)

    with acting.doing(NAME_GROUP) as deed:
        deed.record(Renamed("x"))

    entry = Entry.objects.get(kind="tests.renamed")
    assert (entry.actor_ref, entry.person_ref, entry.assistance_id) == (bob.ref, bob.ref, None)


def test_somebody_elses_thing_is_refused_and_the_refusal_is_kept(ann: Person, ben: Person) -> None:
    with pytest.raises(Refused) as refusal:
        rename(Acting.alone(ann), ben, "Benny")

    assert refusal.value.verdict.rule == "not-theirs"
    ben.refresh_from_db()
    assert ben.given_name == "Ben"
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor_ref) == ("assisting.refused", ann.ref)


def test_the_same_refusal_is_written_once_a_minute(ann: Person, ben: Person) -> None:
    for _ in range(3):
        with pytest.raises(Refused):
            rename(Acting.alone(ann), ben, "Benny")

    assert Entry.objects.count() == 1


def test_what_is_never_delegable_is_refused_while_helping(bob: Person, ann: Person) -> None:
    verdict = helping(bob, ann).may(SIGN, about=ann)

    assert (verdict.allowed, verdict.rule) == (False, "never-delegable")
    assert Acting.alone(ann).may(SIGN, about=ann)


def test_a_deed_that_records_nothing_did_not_happen(bob: Person) -> None:
    with pytest.raises(RecordedNothing), Acting.alone(bob).doing(NAME_GROUP):
        Group.objects.create(name="Nobody knows of this")

    assert not Group.objects.exists()


def test_a_deed_that_cannot_be_recorded_did_not_happen(
    bob: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = helping(bob, ann)

    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(history, "record", fail)
    with pytest.raises(NotRecorded):
        rename(acting, ann, "Anne")

    ann.refresh_from_db()
    assert ann.given_name == "Ann"


def test_nothing_is_done_in_a_sitting_that_has_ended(bob: Person, ann: Person) -> None:
    """Even by a page that was read before the sitting ended in another tab."""
    acting = helping(bob, ann)
    assert acting.assistance is not None
    actions.stop(Acting.alone(bob), Assistance.objects.get(pk=acting.assistance.pk))

    with pytest.raises(Refused) as refusal:
        rename(acting, ann, "Anne")

    assert refusal.value.verdict.rule == "assistance-ended"


def test_a_right_that_was_taken_away_is_gone(bob: Person, ann: Person) -> None:
    """T8"""
    acting = helping(bob, ann)
    bob.holdings.all().delete()

    with pytest.raises(Refused) as refusal:
        rename(Acting(Person.objects.get(pk=bob.pk), ann, acting.assistance), ann, "Anne")

    assert refusal.value.verdict.rule == "may-not-help"


def test_the_anonymous_user_owns_nothing(bob: Person, anonymous: Person) -> None:
    """Spec 4.5: what was made for it belongs to the sitting it was made in."""
    verdict = helping(bob, anonymous).may(RENAME, about=anonymous)

    assert verdict.rule == "not-theirs"


def test_a_power_is_declared_once() -> None:
    assert declared()["tests.rename"] == RENAME
    with pytest.raises(ValueError, match="declared twice"):
        Power("tests.rename", delegable=False)
