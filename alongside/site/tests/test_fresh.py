"""An empty database gets its tables at once, and they are those that every migration in turn would make."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from alongside.site import fresh
from tests.databases import Databases

pytestmark = pytest.mark.committed

# Everything but the order of columns, which nothing leans on, and the names that a table which was renamed
# leaves to its sequence and its references, which Django looks up.
POSTGRES = """
SELECT 'column', table_name, column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable,
       column_default, is_identity, collation_name, is_generated)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass::text, CASE WHEN contype IN ('c', 'u', 'x') THEN conname END,
       pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', tablename, '', replace(indexdef, 'interactions_topic_', 'interactions_contacttopic_')
FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname, concat(tgenabled, pg_get_triggerdef(oid))
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', proname, proowner::regrole::text, concat(proacl, prosrc)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT concat(relkind, relpersistence), replace(relname, 'interactions_topic_', 'interactions_contacttopic_'),
       relowner::regrole::text, array_to_string(ARRAY(
  SELECT one::text FROM unnest(relacl) one ORDER BY 1), ' ')
FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""


@pytest.fixture
def anew(databases: Databases, vendor: str, tmp_path: Path) -> Iterator[tuple[Databases, Databases]]:
    """Two more databases, made when they are first used."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    found = Databases(tmp_path, f"{worker}_at_once"), Databases(tmp_path, f"{worker}_in_turn")
    yield found
    for one in found:
        one.close()
    databases.use(vendor)


def test_at_once_comes_out_what_the_migrations_would_have_made(
    anew: tuple[Databases, Databases], vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, in_turn = anew
    at_once.use(vendor)
    made, noted = described(), applied()
    monkeypatch.setattr(fresh, "is_empty", lambda connection: False)
    in_turn.use(vendor)
    assert set(made) ^ set(described()) == set()
    assert len(made) == len(described())
    assert noted == applied()


def test_what_fails_leaves_the_database_empty(
    anew: tuple[Databases, Databases], vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the power went out")

    monkeypatch.setattr(MigrationRecorder, "record_applied", fail)
    with pytest.raises(OSError, match="power"):
        anew[0].use(vendor)
    assert fresh.is_empty(connection)
    assert MigrationRecorder(connection).applied_migrations() == {}


def described() -> list[tuple[str, ...]]:
    """Every table, index, reference, check, trigger and grant."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES)
            return sorted(tuple(str(value) for value in row) for row in cursor.fetchall())
        cursor.execute("SELECT type, tbl_name, name, coalesce(sql, '') FROM sqlite_master")
        return sorted((kind, table, name, *_parts(sql)) for kind, table, name, sql in cursor.fetchall())


def _parts(sql: str) -> list[str]:
    """What stands between the commas of a statement, in no order."""
    return sorted(re.sub(r"[\s()]+", " ", part).strip() for part in re.split(r",", sql))


def applied() -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connection).applied_migrations())
