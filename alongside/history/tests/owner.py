"""Somebody who owns the database: opens it past the application and takes the protection away first."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import psycopg
from django.db import connection

from alongside.history.protection import sqlite
from tests.databases import postgres_url


class Owner(Protocol):
    """What both drivers can do."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement with question marks for its values."""
        ...


class _Here:
    def __init__(self, file: sqlite3.Connection) -> None:
        self.file = file

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.file.execute(sql, values).fetchall()


class _There:
    def __init__(self, server: psycopg.Connection) -> None:
        self.server = server

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        found = self.server.execute(sql.replace("?", "%s"), values or None)
        return found.fetchall() if found.description else []


def superuser_url() -> str:
    name = str(connection.settings_dict["NAME"])
    return postgres_url(name, os.environ["ALONGSIDE_TEST_POSTGRES_SUPERUSER"])


@contextmanager
def owner() -> Iterator[Owner]:
    """Own the database for the body. The protection is put back afterwards, as a careful forger would."""
    if connection.vendor == "sqlite":
        file = sqlite3.connect(connection.settings_dict["NAME"], timeout=20)
        try:
            with file:
                file.execute("BEGIN IMMEDIATE")
                for statement in sqlite.removals():
                    file.execute(statement)
                yield _Here(file)
                for statement in sqlite.statements():
                    file.execute(statement)
        finally:
            file.close()
        return
    with psycopg.connect(superuser_url()) as server:
        for table in ("history_entry", "history_head"):
            server.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield _There(server)
        for trigger, table in _triggers(server):
            server.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def _triggers(server: psycopg.Connection) -> list[tuple[str, str]]:
    return server.execute(
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid IN ('history_entry'::regclass, 'history_head'::regclass)"
    ).fetchall()
