"""What only shows when transactions really commit: many writers, remembered keys, no transaction at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from alongside.history import actions
from alongside.history.actions import Authorship, keyring
from alongside.history.models import Entry, Head, Key
from alongside.history.tests.conftest import NOON, Log, Noted
from alongside.history.verify import verify
from alongside.lib import tenancy

pytestmark = pytest.mark.committed

WRITERS, DEEDS = 8, 25


def test_of_many_writers_at_once_nothing_is_lost_and_no_number_is_missing(log: Log) -> None:
    def write(writer: int) -> None:
        try:
            with tenancy.within(log.tenant_id):
                for deed in range(DEEDS):
                    log.add(Noted(f"{writer}/{deed}"), actor=log.bob, person=log.ann if deed % 2 else log.bob)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write, writer) for writer in range(WRITERS)]:
            done.result()
    entries = list(Entry.objects.oldest_first())
    assert [entry.number for entry in entries] == list(range(WRITERS * DEEDS))
    texts = {contents.data["text"] for entry in entries if (contents := entry.open())}
    assert texts == {f"{writer}/{deed}" for writer in range(WRITERS) for deed in range(DEEDS)}
    assert Key.objects.count() == 2
    assert verify(log.tenant_id).verdict == "sound"


def test_nothing_is_recorded_outside_a_transaction(log: Log) -> None:
    with pytest.raises(actions.NotInTransaction):
        actions.record(
            Authorship(log.tenant_id, log.ann, log.ann), Noted("x"), power="p", rule="r", about=None, at=NOON
        )
    assert not Head.objects.exists()


def test_a_committed_key_is_remembered_and_a_rolled_back_one_is_not(log: Log) -> None:
    def fail() -> None:
        with transaction.atomic():
            log.add()
            raise IntegrityError

    with pytest.raises(IntegrityError):
        fail()
    place = keyring._place(log.tenant_id, log.ann.ref)
    assert place not in keyring._recent
    log.add()
    assert place in keyring._recent
    assert log.add().open()


def test_a_destroyed_key_is_not_remembered(log: Log) -> None:
    log.add()
    with transaction.atomic():
        actions.erase(Authorship(log.tenant_id, log.bob, log.bob), log.ann.ref, power="p", rule="r", at=NOON)
    assert log.add().open()
    assert verify(log.tenant_id).verdict == "sound"


def test_only_so_many_keys_are_remembered(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "KEPT", 1)
    log.add()
    log.add(actor=log.bob, person=log.bob)
    assert list(keyring._recent) == [keyring._place(log.tenant_id, log.bob.ref)]
    keyring.forget_all()
    assert not keyring._recent
