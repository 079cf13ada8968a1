"""How SQLite keeps history append-only: the door and the triggers in the file, and on every connection
of the application an authoriser, because a connection that may do anything may also drop a trigger."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

TABLES = frozenset({"history_entry", "history_head"})
DOOR = "history_append"

# Pragmas that open the schema, the file or the rules of writing. Reading and tuning stay allowed.
_CLOSED_PRAGMAS = frozenset(
    {
        "application_id",
        "ignore_check_constraints",
        "journal_mode",
        "legacy_alter_table",
        "recursive_triggers",
        "schema_version",
        "trusted_schema",
        "user_version",
        "writable_schema",
    }
)
# Triggers are made by migrations alone; ATTACH would open the same file by a name we do not watch.
_NEVER = frozenset(
    {
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
    }
)
# What makes a thing, which could take one of our names and stand before ours; the first argument names it.
_MAKES = frozenset(
    {
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_CREATE_TEMP_TABLE,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_TEMP_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
    }
)
_DROPS = frozenset(
    {
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_TEMP_TABLE,
        sqlite3.SQLITE_DROP_VIEW,
        sqlite3.SQLITE_DROP_TEMP_VIEW,
        sqlite3.SQLITE_DROP_VTABLE,
    }
)
# Here the second argument names the table.
_TOUCHES = frozenset(
    {
        sqlite3.SQLITE_ALTER_TABLE,
        sqlite3.SQLITE_CREATE_INDEX,
        sqlite3.SQLITE_CREATE_TEMP_INDEX,
        sqlite3.SQLITE_DROP_INDEX,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_TEMP_TRIGGER,
    }
)

# What the door's trigger, and nothing else, may do to the tables.
_ADDING = frozenset(
    {
        (sqlite3.SQLITE_INSERT, "history_entry", "history_append_adds"),
        (sqlite3.SQLITE_INSERT, "history_head", "history_append_adds"),
        (sqlite3.SQLITE_UPDATE, "history_head", "history_append_adds"),
    }
)


def statements() -> list[str]:
    """The door and the triggers, one statement each, without the remarks between them."""
    text = re.sub(r"^--.*\n", "", Path(__file__).with_name("sqlite.sql").read_text(), flags=re.MULTILINE)
    return [statement.strip() for statement in text.split("\n\n") if statement.strip()]


def removals() -> list[str]:
    """Takes away what `statements` puts up."""
    names = re.findall(r"CREATE (TRIGGER|VIEW) (\w+)", ";".join(statements()))
    return [f"DROP {kind} IF EXISTS {name}" for kind, name in reversed(names)]


def guard(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Put the authoriser on a connection that Django has just opened; migrations lift it by themselves."""
    if connection.vendor == "sqlite":
        connection.SchemaEditorClass = LiftingSchemaEditor
        connection.connection.set_authorizer(authorise)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the authoriser off for the body: for migrations and maintenance, never for a request."""
    connection.ensure_connection()
    connection.connection.set_authorizer(None)
    try:
        yield
    finally:
        if connection.connection is not None:
            connection.connection.set_authorizer(authorise)


class LiftingSchemaEditor(DatabaseSchemaEditor):
    """Changes the schema, as only migrations do, with the authoriser lifted for as long as that takes."""

    def __enter__(self) -> LiftingSchemaEditor:
        with ExitStack() as stack:
            stack.enter_context(lifted(self.connection))
            super().__enter__()
            self._lifted = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lifted:
            super().__exit__(kind, problem, trace)


def authorise(action: int, first: str | None, second: str | None, schema: str | None, by: str | None) -> int:
    """Asked by SQLite for each thing a statement would do, once, when the statement is prepared."""
    return sqlite3.SQLITE_DENY if _denied(action, first, second, schema, by) else sqlite3.SQLITE_OK


def _denied(action: int, first: str | None, second: str | None, schema: str | None, by: str | None) -> bool:
    match action:
        case sqlite3.SQLITE_READ | sqlite3.SQLITE_SELECT | sqlite3.SQLITE_FUNCTION:
            return False
        case sqlite3.SQLITE_INSERT | sqlite3.SQLITE_UPDATE | sqlite3.SQLITE_DELETE:
            return _fold(first) in TABLES and (action, _fold(first), by) not in _ADDING
        case sqlite3.SQLITE_PRAGMA:
            return _fold(first) in _CLOSED_PRAGMAS and second is not None
    if action in _NEVER:
        return True
    if action in _MAKES or action in _DROPS:
        return _ours(first)
    # A temporary table could be renamed to a name of ours.
    return action in _TOUCHES and (
        _ours(second) or (action == sqlite3.SQLITE_ALTER_TABLE and first == "temp")
    )


def _ours(name: str | None) -> bool:
    return _fold(name) in TABLES or _fold(name) == DOOR


def _fold(name: str | None) -> str:
    """Names are compared as SQLite does: without regard to case."""
    return (name or "").lower()
