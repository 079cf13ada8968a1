from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, NotRecorded, Refused
from alongside.history.models import Entry
from alongside.history.models import Key as HistoryKey
from alongside.history.telling import tell
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.actions.erasing import hindrance
from alongside.people.actions.merges import undoing_verdict
from alongside.people.actions.tests.failing import Failed, Fault
from alongside.people.models import (
    Erasure,
    ErasureState,
    Group,
    Hold,
    Membership,
    Person,
    SearchKey,
)
from alongside.people.models import Kind as Sort
from tests.cast import make_person
from tests.council import resident
from tests.remains import remains

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(setup: Acting) -> Person:
    return resident(setup, email="ann@example.com", postcode="PA1 1AA")


@pytest.fixture
def one(ann: Person) -> Acting:
    return Acting.alone(make_person("Olive", "First", rights=list(roles.STANDARD["Administrator"])))


@pytest.fixture
def other(ann: Person) -> Acting:
    return Acting.alone(make_person("Theo", "Second", rights=list(roles.STANDARD["Administrator"])))


def test_one_proposes_and_another_erases(one: Acting, other: Acting, ann: Person) -> None:
    erasure = people.propose_erasure(one, ann, "asked", note=" She wrote to us. ")
    assert (erasure.state, erasure.proposed_by, erasure.note) == ("proposed", one.actor, "She wrote to us.")
    assert (
        tell(Entry.objects.newest_first()[0]) == "Olive First proposed to erase Ann Smith: They asked for it"
    )

    people.erase(other, erasure)

    erasure.refresh_from_db()
    assert (erasure.state, erasure.ended_by, erasure.note) == (ErasureState.DONE, other.actor, "")
    assert Person.objects.get(pk=ann.pk).name == "An erased person"
    entry = Entry.objects.of_kinds("people.erased").get().open()
    assert entry
    assert entry.data == {"refs": [str(ann.ref)], "ground": "They asked for it"}


def test_nobody_erases_alone(one: Acting, ann: Person) -> None:
    erasure = people.propose_erasure(one, ann, "asked")
    with pytest.raises(people.NotErasable, match="somebody else has to carry it out"):
        people.erase(one, erasure)
    assert Person.objects.get(pk=ann.pk).given_name == "Ann"
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.update(state=ErasureState.DONE, ended_by=one.actor)


def test_what_was_decided_is_not_decided_again(one: Acting, other: Acting, ann: Person) -> None:
    erasure = people.propose_erasure(one, ann, "asked")
    with pytest.raises(people.NotErasable, match="proposed this already"):
        people.propose_erasure(other, ann, "asked")
    people.withdraw_erasure(one, erasure)
    with pytest.raises(people.NotErasable, match="decided already"):
        people.erase(other, erasure)
    with pytest.raises(people.NotErasable, match="decided already"):
        people.withdraw_erasure(other, erasure)
    people.erase(other, people.propose_erasure(one, ann, "mistake"))
    with pytest.raises(people.NotErasable, match="has been erased"):
        people.propose_erasure(one, Person.objects.get(pk=ann.pk), "asked")
    with pytest.raises(people.NotErasable, match="has been erased"):
        people.hold(one, Person.objects.get(pk=ann.pk), "A claim")


def test_who_is_held_is_not_erased_until_it_is_lifted(one: Acting, other: Acting, ann: Person) -> None:
    erasure = people.propose_erasure(one, ann, "asked")
    held = people.hold(one, ann, "A claim is before the court")
    with pytest.raises(people.NotErasable, match="held"):
        people.erase(other, erasure)
    with pytest.raises(people.NotErasable, match="held already"):
        people.hold(other, ann, "Another claim")
    people.lift_hold(other, held)
    people.erase(other, erasure)
    assert Hold.objects.get().reason == ""
    assert Entry.objects.of_kinds("people.held", "people.hold_lifted").count() == 2


def test_whoever_works_here_is_not_erased(one: Acting, bob: Person, ann: Person) -> None:
    group = Group.objects.create(name="Staff", staff=True)
    Membership.objects.create(group=group, person=ann)
    for person in (bob, ann):
        with pytest.raises(people.NotErasable, match="work here"):
            people.propose_erasure(one, person, "asked")


def test_the_names_under_which_the_house_acts_are_not_erased(one: Acting, ann: Person) -> None:
    for kind in (Sort.ANONYMOUS, Sort.SYSTEM):
        assert hindrance(Person.objects.filter(kind=kind)[0]).startswith("This is not a person")


def test_nobody_is_erased_while_somebody_helps_them(
    one: Acting, other: Acting, bob: Person, ann: Person
) -> None:
    erasure = people.propose_erasure(one, ann, "asked")
    sitting = assisting.start(Acting.alone(bob), ann)
    with pytest.raises(people.NotErasable, match="helping them"):
        people.erase(other, erasure)
    assisting.stop(Acting.alone(bob), sitting)
    people.erase(other, erasure)


def test_an_agent_may_not(bob: Person, one: Acting, ann: Person) -> None:
    acting = Acting.alone(bob)
    erasure = people.propose_erasure(one, ann, "asked")
    for deed in (
        lambda: people.propose_erasure(acting, ann, "asked"),
        lambda: people.withdraw_erasure(acting, erasure),
        lambda: people.erase(acting, erasure),
        lambda: people.hold(acting, ann, "Why not"),
    ):
        with pytest.raises(Refused):
            deed()


def test_records_that_were_merged_are_erased_together(
    one: Acting, other: Acting, setup: Acting, ann: Person
) -> None:
    double = resident(setup, "Annie", "Smythe", email="annie@example.com", mobile="07700 900123")
    merge = people.merge(one, ann, double, reason="Annie Smythe is Ann Smith")
    double.refresh_from_db()
    with pytest.raises(people.NotErasable, match="merged with another"):
        people.propose_erasure(one, double, "asked")

    people.erase(other, people.propose_erasure(one, ann, "asked"))

    assert remains(["smythe", "annie", "ann@example", "900123"]) == []
    assert [person.erased_at is None for person in Person.objects.filter(pk__in=[ann.pk, double.pk])] == [
        False
    ] * 2
    assert not HistoryKey.everywhere.filter(ref__in=[ann.ref, double.ref]).exists()
    merge.refresh_from_db()
    assert (merge.journal, merge.choices, merge.reason) == ({}, {}, "")
    assert undoing_verdict(one, merge).rule == "erased"


def test_an_erased_person_is_merged_with_nobody(
    one: Acting, other: Acting, setup: Acting, ann: Person
) -> None:
    double = resident(setup, "Ann", "Smith")
    people.erase(other, people.propose_erasure(one, ann, "asked"))
    ann = Person.objects.get(pk=ann.pk)
    assert {people.merge_verdict(one, *two).rule for two in ((ann, double), (double, ann))} == {"erased"}


@pytest.mark.parametrize("done", range(0, 72, 6))
def test_it_is_done_whole_or_not_at_all(one: Acting, other: Acting, ann: Person, done: int) -> None:
    """Fail at the k-th statement, for every sixth k: everything is as before, and then it can be done."""
    erasure = people.propose_erasure(one, ann, "asked")
    keys = set(SearchKey.objects.filter(person_id=ann.pk).values_list("key", flat=True))
    with connection.execute_wrapper(Fault(done)):
        try:
            people.erase(other, erasure)
        except (Failed, NotRecorded):
            failed = True
        else:
            failed = False

    if failed:
        erasure.refresh_from_db()
        assert (Person.objects.get(pk=ann.pk).given_name, erasure.state) == ("Ann", "proposed")
        assert set(SearchKey.objects.filter(person_id=ann.pk).values_list("key", flat=True)) == keys
        assert HistoryKey.everywhere.filter(ref=ann.ref).exists()
        people.erase(other, erasure)
    assert Person.objects.get(pk=ann.pk).erased_at is not None
    assert not HistoryKey.everywhere.filter(ref=ann.ref).exists()
    assert Entry.objects.of_kinds("people.erased").count() == 1
