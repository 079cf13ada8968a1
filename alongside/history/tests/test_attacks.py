"""Attacks on the log, by whoever can run any SQL on the application's own connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from alongside.history import protection
from alongside.history.models import Entry
from alongside.history.tests.conftest import Log
from alongside.history.verify import verify
from tests.databases import Databases

# TENANT stands for the tenant's id, and REST for the columns after the number that may not be empty.
# An attack of several statements is one, parted by "; ".
REST = "at, kind, actor_ref, person_ref, private, leaf, leaf_hash"
ON_BOTH = {
    "change an entry": "UPDATE history_entry SET kind = 'test.other' WHERE tenant_id = TENANT AND number = 1",
    "change every entry": "UPDATE history_entry SET private = NOT private",
    "remove an entry": "DELETE FROM history_entry WHERE tenant_id = TENANT AND number = 1",
    "remove every entry": "DELETE FROM history_entry",
    "change an entry while inserting it": (
        "INSERT INTO history_entry SELECT * FROM history_entry WHERE tenant_id = TENANT AND number = 1"
        " ON CONFLICT (tenant_id, number) DO UPDATE SET kind = 'test.other'"
    ),
    "insert an entry past the last": (
        "INSERT INTO history_entry (tenant_id, number, REST)"
        " SELECT tenant_id, 99, REST FROM history_entry WHERE tenant_id = TENANT AND number = 1"
    ),
    "insert the next entry past the door": (
        "INSERT INTO history_entry (tenant_id, number, REST)"
        " SELECT tenant_id, 3, REST FROM history_entry WHERE tenant_id = TENANT AND number = 1"
    ),
    "set the head back": "UPDATE history_head SET size = size - 1 WHERE tenant_id = TENANT",
    "advance the head": "UPDATE history_head SET size = size + 1 WHERE tenant_id = TENANT",
    "remove the head": "DELETE FROM history_head WHERE tenant_id = TENANT",
    "drop the entries": "DROP TABLE history_entry",
    "drop an index": "DROP INDEX history_of_person",
    "rename the entries": "ALTER TABLE history_entry RENAME TO history_entry_old",
    "add a column": "ALTER TABLE history_entry ADD COLUMN note text",
}
ON_SQLITE = {
    "replace an entry": (
        "INSERT OR REPLACE INTO history_entry"
        " SELECT * FROM history_entry WHERE tenant_id = TENANT AND number = 1"
    ),
    "replace an entry by its row id": (
        "INSERT OR REPLACE INTO history_entry (rowid, tenant_id, number, REST)"
        " SELECT rowid, tenant_id, 3, REST FROM history_entry WHERE tenant_id = TENANT AND number = 1"
    ),
    "move one entry over another": (
        "UPDATE OR REPLACE history_entry SET number = 2 WHERE tenant_id = TENANT AND number = 1"
    ),
    "replace the head": (
        "INSERT OR REPLACE INTO history_head (tenant_id, size, frontier, root) VALUES (TENANT, 0, x'', x'')"
    ),
    "write another's number through the door": (
        "INSERT OR REPLACE INTO history_append (tenant_id, number, REST, frontier, root)"
        " SELECT tenant_id, 1, REST, x'', x'' FROM history_entry WHERE tenant_id = TENANT AND number = 2"
    ),
    "drop a trigger": "DROP TRIGGER history_entry_is_not_changed",
    "drop the door": "DROP VIEW history_append",
    "make a trigger that swallows entries": (
        "CREATE TRIGGER swallow BEFORE INSERT ON history_entry BEGIN SELECT RAISE(IGNORE); END"
    ),
    "make a temporary trigger that changes entries": (
        "CREATE TEMP TRIGGER change AFTER INSERT ON main.history_head BEGIN"
        " UPDATE history_entry SET kind = 'test.other'; END"
    ),
    "put a temporary table before ours": "CREATE TEMP TABLE history_head (tenant_id, size, frontier, root)",
    "put a temporary view before ours": "CREATE TEMP VIEW History_Entry AS SELECT 1",
    "rename a temporary table to ours": (
        "CREATE TEMP TABLE innocent (tenant_id); ALTER TABLE temp.innocent RENAME TO history_head"
    ),
    "open the same file by another name": "ATTACH DATABASE 'other.sqlite3' AS other",
    "write to the schema": "PRAGMA writable_schema = ON",
    "pretend that the schema has not changed": "PRAGMA schema_version = 1",
    "switch the journal off": "PRAGMA journal_mode = OFF",
    "forbid new entries with a unique index": "CREATE UNIQUE INDEX one_each ON history_entry (person_ref)",
}
ON_POSTGRES = {
    "empty the entries": "TRUNCATE history_entry",
    "empty the heads with all they lead to": "TRUNCATE history_head CASCADE",
    "disable the triggers": "ALTER TABLE history_entry DISABLE TRIGGER ALL",
    "drop a trigger": "DROP TRIGGER history_entry_stays ON history_entry",
    "play the replica": (
        "SET LOCAL session_replication_role = replica; DELETE FROM history_entry WHERE tenant_id = TENANT"
    ),
    "replace the door": (
        "CREATE OR REPLACE FUNCTION history_append(before text, after text, sealed text) RETURNS TABLE"
        " (entry_number bigint, entry_hash bytea) LANGUAGE sql AS 'SELECT 0::bigint, NULL::bytea'"
    ),
    "drop the door": "DROP FUNCTION history_append(text, text, text)",
    "become the owner": "SET LOCAL ROLE alongside_history",
    "become the migrations' role": "SET LOCAL ROLE alongside_migrator",
    "take the entries": "ALTER TABLE history_entry OWNER TO CURRENT_USER",
    "give oneself the right": (
        "GRANT UPDATE ON history_entry TO CURRENT_USER; UPDATE history_entry SET kind = 'test.other'"
    ),
    "make a rule that swallows entries": (
        "CREATE RULE swallow AS ON INSERT TO history_entry DO INSTEAD NOTHING"
    ),
    "make a trigger of one's own": (
        "CREATE TRIGGER own BEFORE INSERT ON history_entry FOR EACH ROW EXECUTE FUNCTION history_refuse()"
    ),
    "make a table that inherits": "CREATE TABLE more () INHERITS (history_entry)",
    "drop the schema": "DROP SCHEMA public CASCADE",
    "lock everybody out": "LOCK TABLE history_entry IN ACCESS EXCLUSIVE MODE",
    "change a key": "UPDATE history_key SET wrapped = '' WHERE tenant_id = TENANT",
    "copy from a program": "COPY history_entry FROM PROGRAM 'true'",
    "merge": (
        "MERGE INTO history_entry e USING history_head h ON e.tenant_id = h.tenant_id"
        " WHEN MATCHED THEN UPDATE SET kind = 'test.other'"
    ),
}


# What SQLite refuses even where nobody put the authoriser on, such as another program with the file open.
HELD_BY_TRIGGERS = [
    "change an entry",
    "change every entry",
    "remove an entry",
    "remove every entry",
    "change an entry while inserting it",
    "insert an entry past the last",
    "set the head back",
    "advance the head",
    "remove the head",
    "replace an entry",
    "replace an entry by its row id",
    "move one entry over another",
    "replace the head",
    "write another's number through the door",
]
REFUSALS = (
    "not authorized",
    "history is only ever added to",
    "an entry must follow",
    "the head only follows",
)
INSUFFICIENT_PRIVILEGE = "42501"

ATTACKS = [
    *(("sqlite", name) for name in ON_BOTH | ON_SQLITE),
    *(("postgres", name) for name in ON_BOTH | ON_POSTGRES),
]


@pytest.fixture
def attacked(
    vendor: str, databases: Databases, django_db_blocker: DjangoDbBlocker, log: Log
) -> Iterator[Log]:
    """A log of three entries that somebody is about to attack; nothing of it stays."""
    with django_db_blocker.unblock():
        databases.use(vendor)
        with transaction.atomic():
            log.fill(3)
            yield log
            transaction.set_rollback(True)


def attempt(name: str, log: Log) -> None:
    attack = (ON_BOTH | (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRES))[name]
    attack = attack.replace("REST", REST).replace("TENANT", str(log.tenant_id))
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in attack.split("; "):
            cursor.execute(statement)


def contents() -> list[tuple[object, ...]]:
    return [
        (entry.number, entry.kind, entry.private, entry.leaf, bytes(entry.leaf_hash))
        for entry in Entry.objects.oldest_first()
    ]


def demand_untouched(log: Log, before: list[tuple[object, ...]]) -> None:
    assert contents() == before
    assert verify(log.tenant_id).verdict == "sound"
    assert log.add().number == 3


@pytest.mark.parametrize(("vendor", "name"), ATTACKS)
def test_an_attack_is_refused_and_changes_nothing(attacked: Log, vendor: str, name: str) -> None:
    before = contents()
    with pytest.raises(DatabaseError) as refusal:
        attempt(name, attacked)
    if vendor == "sqlite":
        assert str(refusal.value).startswith(REFUSALS)
    else:
        assert refusal.value.__cause__.sqlstate == INSUFFICIENT_PRIVILEGE  # type: ignore[union-attr]  # the driver's
    demand_untouched(attacked, before)


@pytest.mark.parametrize(("vendor", "name"), [("sqlite", name) for name in HELD_BY_TRIGGERS])
def test_the_triggers_alone_refuse_what_changes_entries(attacked: Log, vendor: str, name: str) -> None:
    before = contents()
    with protection.lifted(connection), pytest.raises(DatabaseError) as refusal:
        attempt(name, attacked)
    assert str(refusal.value).startswith(REFUSALS[1:])
    demand_untouched(attacked, before)


def test_there_are_as_many_attacks_as_were_planned() -> None:
    assert len(ON_BOTH | ON_SQLITE) >= 15
    assert len(ON_BOTH | ON_POSTGRES) >= 19


@pytest.mark.parametrize("vendor", ["sqlite"])
def test_the_authoriser_is_back_after_it_was_lifted(attacked: Log, vendor: str) -> None:
    with protection.lifted(connection), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE innocent (a)")
        cursor.execute("ALTER TABLE temp.innocent RENAME TO harmless")
        cursor.execute("DROP TABLE temp.harmless")
    with pytest.raises(DatabaseError, match="not authorized"):
        attempt("drop a trigger", attacked)


@pytest.mark.parametrize("vendor", ["sqlite"])
def test_the_authoriser_is_back_after_a_migration_failed(
    databases: Databases, django_db_blocker: DjangoDbBlocker, vendor: str
) -> None:
    with django_db_blocker.unblock():
        databases.use(vendor)
        with pytest.raises(DatabaseError, match="syntax"):
            fail_to_migrate()
        with pytest.raises(DatabaseError, match="not authorized"), connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER history_entry_is_not_changed")


@pytest.mark.parametrize("vendor", ["sqlite"])
def test_the_authoriser_leaves_ordinary_work_alone(attacked: Log, vendor: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE work (a); ")
        cursor.execute("INSERT INTO temp.work VALUES (1)")
        cursor.execute("UPDATE temp.work SET a = 2")
        cursor.execute("DELETE FROM temp.work")
        cursor.execute("DROP TABLE temp.work")
        cursor.execute("PRAGMA foreign_key_check")
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()


def fail_to_migrate() -> None:
    with connection.schema_editor() as editor:
        editor.execute("DROP TRIGGER history_entry_is_not_changed")
        editor.execute("nonsense")
