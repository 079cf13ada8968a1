"""A log tampered with by somebody who owns the database, and what the verification says of it.

Each way of tampering is tried as it is and followed by the making of a new head over what is left.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alongside.history import checkpoints, tree
from alongside.history.report import Level
from alongside.history.tests.conftest import Log, said
from alongside.history.tests.owner import Owner, owner
from alongside.history.verify import verify

pytestmark = pytest.mark.committed

SIZE = 12
OF_LOG = "WHERE tenant_id = ? AND number = ?"


def leaf_of(db: Owner, log: Log, number: int) -> str:
    ((leaf,),) = db.run(f"SELECT leaf FROM history_entry {OF_LOG}", [log.tenant_id, number])
    return str(leaf)


def put(db: Owner, log: Log, number: int, leaf: str, *, hashed: bool) -> None:
    """Give an entry another content, with the hash that fits it or without."""
    db.run(f"UPDATE history_entry SET leaf = ? {OF_LOG}", [leaf, log.tenant_id, number])
    if hashed:
        values = [tree.leaf_hash(leaf.encode()), log.tenant_id, number]
        db.run(f"UPDATE history_entry SET leaf_hash = ? {OF_LOG}", values)


def move(db: Owner, log: Log, number: int, to: int) -> None:
    """Give an entry another number, in its content too."""
    leaf = leaf_of(db, log, number).replace(f'"number":{number},', f'"number":{to},')
    db.run(f"UPDATE history_entry SET number = ? {OF_LOG}", [to, log.tenant_id, number])
    put(db, log, to, leaf, hashed=True)


def edit_content(db: Owner, log: Log) -> None:
    put(db, log, 5, leaf_of(db, log, 5).replace("own-record", "manager"), hashed=False)


def edit_content_and_hash(db: Owner, log: Log) -> None:
    put(db, log, 5, leaf_of(db, log, 5).replace("own-record", "manager"), hashed=True)


def edit_columns(db: Owner, log: Log) -> None:
    db.run(f"UPDATE history_entry SET kind = 'test.other' {OF_LOG}", [log.tenant_id, 5])


def delete(db: Owner, log: Log) -> None:
    db.run(f"DELETE FROM history_entry {OF_LOG}", [log.tenant_id, 5])


def delete_and_close_the_gap(db: Owner, log: Log) -> None:
    delete(db, log)
    for number in range(6, SIZE):
        move(db, log, number, number - 1)


def insert(db: Owner, log: Log) -> None:
    for number in reversed(range(5, SIZE)):
        move(db, log, number, number + 1)
    columns = "tenant_id, at, kind, actor_ref, person_ref, assistance_id, about, private, leaf, leaf_hash"
    db.run(
        f"INSERT INTO history_entry (number, {columns}) SELECT 5, {columns} FROM history_entry {OF_LOG}",
        [log.tenant_id, 6],
    )
    put(db, log, 5, leaf_of(db, log, 6).replace('"number":6,', '"number":5,'), hashed=True)


def swap(db: Owner, log: Log) -> None:
    for number, to in ((5, 99), (9, 5), (99, 9)):
        move(db, log, number, to)


def truncate(db: Owner, log: Log) -> None:
    db.run("DELETE FROM history_entry WHERE tenant_id = ? AND number >= ?", [log.tenant_id, SIZE - 3])


def rebuild_head(db: Owner, log: Log) -> None:
    """Make the head that fits whatever is left, as the application would have made it."""
    frontier = tree.Frontier()
    query = "SELECT leaf FROM history_entry WHERE tenant_id = ? ORDER BY number"
    for (leaf,) in db.run(query, [log.tenant_id]):
        frontier.append(tree.leaf_hash(leaf.encode()))
    db.run(
        "UPDATE history_head SET size = ?, frontier = ?, root = ? WHERE tenant_id = ?",
        [frontier.size, frontier.packed(), frontier.root(), log.tenant_id],
    )


KINDS: dict[str, Callable[[Owner, Log], None]] = {
    "a content edited": edit_content,
    "a content edited and hashed again": edit_content_and_hash,
    "a column edited": edit_columns,
    "an entry deleted": delete,
    "an entry deleted and the rest moved up": delete_and_close_the_gap,
    "an entry inserted": insert,
    "two entries swapped": swap,
    "the end cut off": truncate,
}
FORGERY = "the sealed part does not belong to the rest: it was forged."
# What shows without any checkpoint, even under a new head; the others then look whole by themselves.
SHOWS_BY_ITSELF = {
    "a content edited": "the content does not fit its hash: it was changed.",
    "a content edited and hashed again": FORGERY,
    "a column edited": "the columns, which lists are made from, say other than the content.",
    "an entry deleted": "Entry 5 is missing.",
}


@pytest.mark.parametrize("kind", KINDS)
def test_tampering_shows(log: Log, kind: str) -> None:
    log.fill(SIZE)
    assert verify(log.tenant_id).verdict == "sound"
    with owner() as db:
        KINDS[kind](db, log)
    assert verify(log.tenant_id).level == Level.TAMPERED


@pytest.mark.parametrize("kind", KINDS)
def test_tampering_under_a_new_head_shows_by_the_checkpoint_kept_before(log: Log, kind: str) -> None:
    log.fill(SIZE - 4)
    checkpoints.keep(log.tenant_id)
    for _ in range(4):
        log.add()
    checkpoints.keep(log.tenant_id)
    with owner() as db:
        KINDS[kind](db, log)
        rebuild_head(db, log)
    assert verify(log.tenant_id).level == Level.TAMPERED


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind != "an entry deleted"]
)  # nothing follows a gap
def test_tampering_before_the_last_checkpoint_shows_after_more_was_recorded(log: Log, kind: str) -> None:
    log.fill(SIZE)
    checkpoints.keep(log.tenant_id)
    with owner() as db:
        KINDS[kind](db, log)
        rebuild_head(db, log)
    log.fill(5)
    checkpoints.keep(log.tenant_id)
    assert verify(log.tenant_id).level == Level.TAMPERED


@pytest.mark.parametrize("kind", KINDS)
def test_what_shows_of_a_new_head_without_any_checkpoint(log: Log, kind: str) -> None:
    """The limit that checkpoints are for, written down: four of eight kinds show by themselves."""
    log.fill(SIZE)
    with owner() as db:
        KINDS[kind](db, log)
        rebuild_head(db, log)
    found = verify(log.tenant_id)
    if kind in SHOWS_BY_ITSELF:
        assert found.level == Level.TAMPERED
        assert SHOWS_BY_ITSELF[kind] in " ".join(said(found))
    else:
        assert found.verdict == "sound"
        assert "No checkpoint is kept outside the database yet" in found.findings[0].says
