import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from alongside.history import actions, leaf, tree
from alongside.history.actions import Authorship, keyring
from alongside.history.models import Entry, Erased, Head, Key, Named, Opened
from alongside.history.tests.conftest import NOON, Log, Noted, Somebody, Whispered
from alongside.lib import clock, tenancy

pytestmark = pytest.mark.django_db


def test_an_entry_holds_who_did_what_for_whom(log: Log) -> None:
    sitting = uuid.uuid4()
    log.add(Noted("a leak"), actor=log.bob, person=log.ann, assistance=sitting, about="test.thing:7")
    entry = Entry.objects.get()
    assert entry.header == {
        "about": "test.thing:7",
        "actor": str(log.bob.ref),
        "address": "192.0.2.0",
        "assistance": str(sitting),
        "at": "2026-11-22T12:00:00.000000Z",
        "external": None,
        "key": entry.header["key"],
        "kind": "test.noted",
        "mode": "user",
        "number": 0,
        "outcome": "done",
        "person": str(log.ann.ref),
        "power": "test.note",
        "private": False,
        "request": "r1",
        "rule": "own-record",
        "session": "a" * 64,
        "tenant": log.tenant_id,
        "v": 1,
    }
    assert entry.open() == Opened(Named(2, "Bob Agent"), Named(1, "Ann Lee"), {"text": "a leak"})
    assert (entry.at, entry.kind, entry.actor_ref, entry.person_ref) == (
        NOON,
        "test.noted",
        log.bob.ref,
        log.ann.ref,
    )
    assert (entry.assistance_id, entry.about, entry.private) == (sitting, "test.thing:7", False)


def test_what_is_recorded_is_what_is_read(log: Log) -> None:
    written = log.add()
    read = Entry.objects.get()
    for name in (
        "number",
        "at",
        "kind",
        "actor_ref",
        "person_ref",
        "assistance_id",
        "about",
        "private",
        "leaf",
    ):
        assert getattr(written, name) == getattr(read, name)
    assert bytes(written.leaf_hash) == bytes(read.leaf_hash)
    assert written.open() == read.open()


def test_names_and_content_are_only_in_the_sealed_part(log: Log) -> None:
    entry = log.add(Noted("a leak"))
    assert "Ann" not in entry.leaf
    assert "leak" not in entry.leaf


def test_entries_are_numbered_from_zero_in_each_tenant(log: Log) -> None:
    other = Log(log.tenant_id + 1, log.ann, log.bob)
    assert [entry.number for entry in log.fill(3)] == [0, 1, 2]
    assert other.add().number == 0
    assert log.add().number == 3


def test_the_head_stands_for_every_entry(log: Log) -> None:
    frontier = tree.Frontier()
    for _ in range(13):
        entry = log.add()
        frontier.append(tree.leaf_hash(entry.leaf.encode()))
        assert bytes(entry.leaf_hash) == tree.leaf_hash(entry.leaf.encode())
        head = Head.objects.get()
        assert head.size == frontier.size
        assert bytes(head.frontier) == frontier.packed()
        assert bytes(head.root) == frontier.root()


def test_recording_costs_little(log: Log, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    log.add()
    keyring._remember(keyring._place(log.tenant_id, log.ann.ref), key_of(log, log.ann))
    statements = 2 if connection.vendor == "sqlite" else 1
    with django_assert_num_queries(statements + 2):  # a savepoint and its release
        log.add()


def key_of(log: Log, person: Somebody) -> bytes:
    key = keyring._stored(log.tenant_id, person.ref)
    assert key is not None
    return key


def test_each_person_has_one_key(log: Log) -> None:
    for person in (log.ann, log.bob, log.ann):
        log.add(actor=log.bob, person=person)
    assert set(Key.objects.values_list("ref", flat=True)) == {log.ann.ref, log.bob.ref}
    fingerprints = [entry.header["key"] for entry in Entry.objects.oldest_first()]
    assert fingerprints[0] == fingerprints[2] != fingerprints[1]


def test_who_makes_a_key_second_gets_the_first(log: Log) -> None:
    made = [keyring._made(log.tenant_id, log.ann.ref, clock.now()) for _ in range(2)]

    assert made == [key_of(log, log.ann)] * 2


def test_a_deed_that_is_rolled_back_leaves_no_entry_and_no_key(log: Log) -> None:
    def fail() -> None:
        with transaction.atomic():
            log.add()
            raise IntegrityError

    with pytest.raises(IntegrityError):
        fail()
    assert not Entry.objects.exists()
    assert not Key.objects.exists()
    entry = log.add()
    assert entry.number == 0
    assert entry.open()


def test_an_entry_that_is_too_long_is_refused(log: Log) -> None:
    with pytest.raises(leaf.TooLong):
        log.add(Noted("x" * 70_000))
    assert not Entry.objects.exists()


def test_a_mode_without_assistance_is_refused(log: Log) -> None:
    with pytest.raises(ValueError, match="does not go with"):
        Authorship(log.tenant_id, log.bob, log.ann, mode="user")
    with pytest.raises(ValueError, match="does not go with"):
        Authorship(log.tenant_id, log.bob, log.ann, assistance_id=uuid.uuid4())


def test_entries_are_found_by_person_author_assistance_and_thing(log: Log) -> None:
    sitting = uuid.uuid4()
    log.add()
    log.add(actor=log.bob, person=log.ann, assistance=sitting, about="test.thing:1")
    log.add(Whispered(), actor=log.bob, person=log.bob)

    def numbers(entries: object) -> list[int]:
        return [entry.number for entry in entries.oldest_first()]  # type: ignore[attr-defined]  # a queryset

    assert numbers(Entry.objects.of_person(log.ann.ref)) == [0, 1]
    assert numbers(Entry.objects.by(log.bob.ref)) == [1, 2]
    assert numbers(Entry.objects.in_assistance(sitting)) == [1]
    assert numbers(Entry.objects.about("test.thing:1")) == [1]
    assert numbers(Entry.objects.public()) == [0, 1]
    assert numbers(Entry.objects.of_kinds("test.whispered")) == [2]
    assert [entry.number for entry in Entry.objects.newest_first()] == [2, 1, 0]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_entries_opens_with_one_query(
    log: Log, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    log.fill(rows)
    with django_assert_num_queries(1):
        opened = [entry.open() for entry in Entry.objects.newest_first()]
    assert all(opened)


def test_the_entries_of_another_tenant_are_not_there(log: Log) -> None:
    log.add()
    with tenancy.within(log.tenant_id + 1):
        assert not Entry.objects.exists()


def test_a_thing_is_named_by_its_model_and_id(log: Log) -> None:
    assert actions.name_of(Head(tenant_id=7)) == "history.head:7"


def test_an_erased_person_cannot_be_read_though_the_log_stands(log: Log) -> None:
    log.add(Noted("a secret"))
    log.add(actor=log.bob, person=log.bob)
    with transaction.atomic():
        erased = actions.erase(
            Authorship(log.tenant_id, log.bob, log.bob),
            log.ann.ref,
            power="people.erase",
            rule="right",
            at=NOON,
        )
    assert erased
    gone, stays, erasure = Entry.objects.oldest_first()
    assert gone.open() == Erased()
    assert not gone.open()
    assert stays.open()
    assert (erasure.kind, erasure.about, erasure.person_ref) == (
        "history.erased",
        f"history.key:{log.ann.ref}",
        log.bob.ref,
    )


def test_a_person_who_comes_back_after_erasure_gets_a_new_key(log: Log) -> None:
    before = log.add()
    with transaction.atomic():
        actions.erase(Authorship(log.tenant_id, log.bob, log.bob), log.ann.ref, power="p", rule="r", at=NOON)
    after = log.add()
    assert Entry.objects.get(number=before.number).open() == Erased()
    assert after.open()


def test_erasing_whom_nothing_was_recorded_of_records_nothing(log: Log) -> None:
    authorship = Authorship(log.tenant_id, log.bob, log.bob)
    with transaction.atomic():
        assert not actions.erase(authorship, uuid.uuid4(), power="p", rule="r", at=NOON)
    assert not Entry.objects.exists()
