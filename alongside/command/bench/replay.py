"""The floor: what the product said to the database, said again by the driver alone on a copy of it.

The statements of a piece of work are noted while the product does it. The copy begins in the same
state, so the same statements with the same values write the same rows there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from alongside.command.bench.place import Place
from alongside.lib import tenancy
from alongside.people import wall
from alongside.site.environment import SQLITE

TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE")


class Statement(NamedTuple):
    sql: str
    params: Any
    many: bool


class Transaction(NamedTuple):
    """Statements that were committed together; alone ones make one of their own."""

    explicit: bool
    statements: list[Statement]


Work = list[Transaction]


@contextmanager
def noted() -> Iterator[Work]:
    """Note what the body says to the database."""
    work: Work = []
    ended = True

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal ended
        wrapper: BaseDatabaseWrapper = context["connection"]
        if not sql.startswith(TRANSACTIONS):
            explicit = wrapper.in_atomic_block
            if ended or not explicit:
                work.append(Transaction(explicit, []))
            ended = not explicit
            work[-1].statements.append(Statement(sql, params, many))
        return execute(sql, params, many, context)

    def committed() -> None:
        nonlocal ended
        ended = True
        commit()

    commit = connection.commit
    connection.commit = committed  # type: ignore[method-assign]  # the end of a transaction is no statement
    try:
        with connection.execute_wrapper(note):
            yield work
    finally:
        connection.commit = commit  # type: ignore[method-assign]  # as it was


class Driver(Protocol):
    """A bare connection of either database."""

    def play(self, work: Work) -> None: ...
    def close(self) -> None: ...


def driver(place: Place, name: str) -> Driver:
    return SQLite(f"{place.folder}/{name}.sqlite3") if place.vendor == "sqlite" else Postgres(place.url(name))


class SQLite:
    def __init__(self, path: str) -> None:
        self.link = sqlite3.connect(path, isolation_level=None)
        for pragma in SQLITE["OPTIONS"]["init_command"].split(";"):
            self.link.execute(pragma)

    def play(self, work: Work) -> None:
        cursor = self.link.cursor()
        for transaction in work:
            if transaction.explicit:
                cursor.execute("BEGIN IMMEDIATE")
            for statement in transaction.statements:
                text = translated(statement.sql, () if statement.many else statement.params)
                if statement.many:
                    cursor.executemany(text, statement.params)
                else:
                    cursor.execute(text, statement.params or ())
                    cursor.fetchall()
            if transaction.explicit:
                cursor.execute("COMMIT")

    def close(self) -> None:
        self.link.close()


class Postgres:
    def __init__(self, url: str) -> None:
        parameters = connection.get_connection_params()
        self.link = psycopg.connect(
            url,
            autocommit=True,
            context=parameters["context"],
            prepare_threshold=parameters["prepare_threshold"],
            options=parameters["options"],
        )
        self.link.execute("SELECT set_config(%s, %s, false)", [wall.SETTING, str(tenancy.current())])

    def play(self, work: Work) -> None:
        cursor = self.link.cursor()
        for transaction in work:
            if transaction.explicit:
                cursor.execute("BEGIN")
            for statement in transaction.statements:
                if statement.many:
                    cursor.executemany(statement.sql, statement.params)
                else:
                    cursor.execute(statement.sql, statement.params)
                    if cursor.description:
                        cursor.fetchall()
            if transaction.explicit:
                cursor.execute("COMMIT")

    def close(self) -> None:
        self.link.close()


def translated(sql: str, params: Any) -> str:
    """Django's place-holders in SQLite's spelling, as Django does it."""
    if params is None:
        return sql
    if isinstance(params, Mapping):
        return sql % {name: f":{name}" for name in params}
    return sql.replace("%%", "\0").replace("%s", "?").replace("\0", "%")


def count(work: Sequence[Transaction]) -> int:
    return sum(len(transaction.statements) for transaction in work)
