"""The protection itself: put up by migrations, whatever roles there are, and missed when it is gone."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from pytest_django import DjangoDbBlocker

from alongside.history import protection
from alongside.history.models import Entry
from alongside.history.protection import catalogue, postgres, prepare_roles, roles
from alongside.history.report import Level
from alongside.history.tests.conftest import Log, said
from alongside.history.tests.owner import superuser_url
from alongside.history.verify import verify
from tests.databases import APP, MIGRATOR, Databases, postgres_url

pytestmark = pytest.mark.usefixtures("_on_its_database")


@pytest.fixture
def _on_its_database(vendor: str, databases: Databases, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        databases.use(vendor)
        yield


on_sqlite = pytest.mark.parametrize("vendor", ["sqlite"])
on_postgres = pytest.mark.parametrize("vendor", ["postgres"])


@contextmanager
def changed_here(statement: str) -> Iterator[None]:
    """The file's protection changed by another program for the body."""
    file = sqlite3.connect(connection.settings_dict["NAME"])
    try:
        file.execute(statement)
        yield
        for removal in protection.sqlite.removals():
            file.execute(removal)
        file.execute("DROP TRIGGER IF EXISTS swallow")
        for again in protection.sqlite.statements():
            file.execute(again)
        file.commit()
    finally:
        file.close()


@on_sqlite
@pytest.mark.parametrize(
    ("statement", "gap"),
    [
        (
            "DROP TRIGGER history_entry_is_not_changed",
            ["the protection “history_entry_is_not_changed” is missing"],
        ),
        (
            "CREATE TRIGGER swallow BEFORE INSERT ON history_entry BEGIN SELECT RAISE(IGNORE); END",
            ["a trigger “swallow” was added to history"],
        ),
        (
            "DROP VIEW history_append",
            [
                "the protection “history_append” is missing",
                "the protection “history_append_adds” is missing",
            ],
        ),
    ],
)
def test_a_gap_in_the_file_is_seen(log: Log, vendor: str, statement: str, gap: list[str]) -> None:
    with changed_here(statement):
        assert catalogue.gaps(connection) == gap
        found = verify(log.tenant_id)
        assert (found.level, len(said(found))) == (Level.INCOMPLETE, len(gap))
    assert catalogue.gaps(connection) == []


@on_sqlite
def test_a_protection_that_was_softened_is_seen(vendor: str) -> None:
    softened = (
        "CREATE TRIGGER history_entry_is_not_changed BEFORE UPDATE ON history_entry BEGIN SELECT 1; END"
    )
    with changed_here("DROP TRIGGER history_entry_is_not_changed"):
        with sqlite3.connect(connection.settings_dict["NAME"]) as file:
            file.execute(softened)
        file.close()
        assert catalogue.gaps(connection) == ["the protection “history_entry_is_not_changed” was changed"]


@pytest.mark.parametrize("vendor", ["sqlite", "postgres"])
def test_as_migrated_nothing_is_missing(vendor: str) -> None:
    assert catalogue.gaps(connection) == []
    assert catalogue.advice(connection) == []


@on_postgres
@pytest.mark.parametrize(
    ("statement", "undo", "gap"),
    [
        (
            "ALTER TABLE history_entry DISABLE TRIGGER history_entry_stays",
            "ALTER TABLE history_entry ENABLE ALWAYS TRIGGER history_entry_stays",
            "the protection “history_entry_stays” is switched off",
        ),
        (
            "ALTER TABLE history_entry ENABLE TRIGGER history_entry_stays",
            "ALTER TABLE history_entry ENABLE ALWAYS TRIGGER history_entry_stays",
            "the protection “history_entry_stays” is switched off",
        ),
        (
            f"GRANT UPDATE ON history_entry TO {APP}",
            f"REVOKE UPDATE ON history_entry FROM {APP}",
            f"the application's role {APP} may UPDATE on history_entry",
        ),
        (
            f"GRANT alongside_history TO {APP}",
            f"REVOKE alongside_history FROM {APP}",
            f"the application's role {APP} may become alongside_history",
        ),
        (
            f"ALTER TABLE history_head OWNER TO {MIGRATOR}",
            "ALTER TABLE history_head OWNER TO alongside_history",
            f"history_head belongs to {MIGRATOR}, not to alongside_history",
        ),
        (
            "CREATE RULE swallow AS ON INSERT TO history_entry DO INSTEAD NOTHING",
            "DROP RULE swallow ON history_entry",
            "a rule “swallow” was added to history",
        ),
        (
            "CREATE TRIGGER own BEFORE INSERT ON history_head EXECUTE FUNCTION history_refuse()",
            "DROP TRIGGER own ON history_head",
            "a trigger “own” was added to history",
        ),
        (
            "ALTER FUNCTION history_append(text, text, text) SECURITY INVOKER",
            "ALTER FUNCTION history_append(text, text, text) SECURITY DEFINER",
            "the function “history_append” is changed",
        ),
    ],
)
def test_a_gap_on_the_server_is_seen(log: Log, vendor: str, statement: str, undo: str, gap: str) -> None:
    with psycopg.connect(superuser_url(), autocommit=True) as server:
        server.execute(statement)
        try:
            gaps = catalogue.gaps(connection)
            found = verify(log.tenant_id)
        finally:
            server.execute(undo)
    assert gap in gaps
    assert found.level == Level.INCOMPLETE
    assert catalogue.gaps(connection) == []


@contextmanager
def house_of_one_role() -> Iterator[tuple[str, str]]:
    """A database as an ordinary DATABASE_URL has it: one role owns it and does everything."""
    superuser = postgres_url("postgres", "postgres")
    name = role = f"one_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(f"CREATE ROLE {role} LOGIN")
        server.execute(f"CREATE DATABASE {name} OWNER {role}")
        try:
            yield name, role
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
            for each in (role, f"{role}_migrator"):
                server.execute(f"DROP ROLE IF EXISTS {each}")


def migrate(databases: Databases, url: str) -> None:
    """As an administrator does: while no tenant is open."""
    Context().run(databases._migrate, url)


@contextmanager
def connected(databases: Databases, url: str) -> Iterator[None]:
    usual = connections["default"]
    connections["default"] = databases._connect(url)
    connections.settings["default"] = connections["default"].settings_dict
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual
        connections.settings["default"] = usual.settings_dict


@on_postgres
def test_a_house_of_one_role_is_protected_as_far_as_one_role_can_be(
    log: Log, vendor: str, databases: Databases
) -> None:
    with house_of_one_role() as (name, role):
        migrate(databases, postgres_url(name, role))
        with connected(databases, postgres_url(name, role)):
            log.fill(3)
            with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
                Entry.objects.filter(number=1).update(kind="test.other")
            found = verify(log.tenant_id)
            assert (found.verdict, said(found)) == ("sound", [])
            assert f"One PostgreSQL role, {role}, both serves the application and owns history" in "".join(
                each.says for each in found.findings
            )


@on_postgres
def test_a_house_of_one_role_is_given_three_without_losing_anything(
    log: Log, vendor: str, databases: Databases
) -> None:
    with house_of_one_role() as (name, role):
        migrate(databases, postgres_url(name, role))
        with connected(databases, postgres_url(name, role)):
            log.fill(3)
        superuser = postgres_url(name, "postgres")
        for _ in range(2):  # again does no harm
            with psycopg.connect(superuser, autocommit=True) as server, server.cursor() as cursor:
                prepare_roles(cursor, database=name, app=role, migrator=f"{role}_migrator")
        with connected(databases, postgres_url(name, role)):
            assert catalogue.gaps(connection) == []
            assert catalogue.advice(connection) == []
            assert log.add().number == 3
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                Entry.objects.filter(number=1).update(kind="test.other")
            assert said(verify(log.tenant_id)) == []
        migrate(databases, postgres_url(name, f"{role}_migrator"))


@on_postgres
def test_a_superuser_cannot_be_the_application(vendor: str) -> None:
    with (
        psycopg.connect(superuser_url()) as server,
        pytest.raises(psycopg.errors.RaiseException, match="must not sign in as a superuser"),
    ):
        prepare_roles(
            server.cursor(), database=str(connection.settings_dict["NAME"]), app="postgres", migrator=MIGRATOR
        )


@pytest.mark.parametrize("vendor", ["sqlite"])
@pytest.mark.parametrize(("app", "migrator"), [("a", "a"), (postgres.OWNER, "a"), ("a", postgres.OWNER)])
def test_the_three_roles_must_be_three(vendor: str, app: str, migrator: str) -> None:
    with pytest.raises(ValueError, match="must differ"):
        roles.statements(database="d", app=app, migrator=migrator)


@pytest.mark.parametrize("vendor", ["sqlite"])
def test_names_are_quoted(vendor: str) -> None:
    sql = "\n".join(roles.statements(database='d"b', app="o'neil", migrator="Mig Rator"))
    assert 'ALTER DATABASE "d""b" OWNER TO "Mig Rator"' in sql
    assert "rolname = 'o''neil'" in sql
