"""An empty database gets its tables at once, and they are those that every migration in turn would make."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from alongside.site import fresh
from tests.databases import MIGRATOR, VENDORS, Databases, postgres_url

SQLITE = "SELECT type, tbl_name, name, coalesce(sql, '') FROM sqlite_master WHERE name != 'sqlite_stat1'"

Make = Callable[[type[Databases]], Databases]

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


class Empty(Databases):
    """Databases without a table, for the role that makes them."""

    def _make_postgres(self) -> str:
        super()._make_postgres()
        return postgres_url(f"alongside_{self.worker}", MIGRATOR)

    def _migrate(self, url: str) -> None:
        pass


@pytest.fixture
def anew(databases: Databases, vendor: str, tmp_path: Path) -> Iterator[Make]:
    """Makes two more databases, each when it is first used."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    made: list[Databases] = []

    def make(kind: type[Databases]) -> Databases:
        made.append(kind(tmp_path, f"{worker}_{kind.__name__.lower()}"))
        return made[-1]

    yield make
    for one in made:
        one.close()
    databases.use(vendor)


@pytest.mark.looks  # it looks at both databases itself
def test_at_once_comes_out_what_the_migrations_would_have_made(
    anew: Make,
) -> None:
    at_once, in_turn = anew(Databases), anew(Empty)
    migrate_step_by_step(in_turn)
    for vendor in VENDORS:
        at_once.use(vendor)
        made, noted = described(), applied()
        in_turn.use(vendor)
        assert set(made) ^ set(described()) == set()
        assert len(made) == len(described())
        assert noted == applied()


def migrate_step_by_step(databases: Databases) -> None:
    """Do what Django's executor does, with both databases at once: to draw all models anew for each step is
    most of a minute's work, and the same for both."""
    loader = MigrationLoader(connection)
    graph = loader.graph
    nodes = dict.fromkeys(node for leaf in graph.leaf_nodes() for node in graph.forwards_plan(leaf))
    state = ProjectState(real_apps=loader.unmigrated_apps)
    state.apps  # noqa: B018 (drawn once, and drawn on with every step)
    for node in nodes:
        migration = graph.nodes[node]
        with ExitStack() as opened:
            editors = {}
            for vendor in VENDORS:
                databases.use(vendor)
                editors[vendor] = opened.enter_context(connection.schema_editor(atomic=migration.atomic))
            for operation in migration.operations:
                before = state.clone()
                operation.state_forwards(migration.app_label, state)
                for vendor, editor in editors.items():
                    databases.use(vendor)
                    operation.database_forwards(migration.app_label, editor, before, state)
        for vendor in VENDORS:
            databases.use(vendor)
            MigrationRecorder(connection).record_applied(*node)


def test_what_fails_leaves_the_database_empty(
    anew: Make, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the power went out")

    monkeypatch.setattr(MigrationRecorder, "record_applied", fail)
    with pytest.raises(OSError, match="power"):
        anew(Databases).use(vendor)
    assert fresh.is_empty(connection)
    assert MigrationRecorder(connection).applied_migrations() == {}


def described() -> list[tuple[str, ...]]:
    """Every table, index, reference, check, trigger and grant."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES)
            return sorted(tuple(str(value) for value in row) for row in cursor.fetchall())
        cursor.execute(SQLITE)
        return sorted((kind, table, name, *_parts(sql)) for kind, table, name, sql in cursor.fetchall())


def _parts(sql: str) -> list[str]:
    """What stands between the commas of a statement, in no order."""
    return sorted(re.sub(r"[\s()]+", " ", part).strip() for part in re.split(r",", sql))


def applied() -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connection).applied_migrations())
