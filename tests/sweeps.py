"""Fail-at-k: an action is run as often as it has calls to the database, each time with another failing.

It fails by an error, a deadlock or a connection that is gone, and nothing that it wrote may be left.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from django.apps import apps
from django.db import InterfaceError, OperationalError, connection, transaction

MOST_STATEMENTS = 150  # of one call: what has more is long work

TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")
# Of what begins with SELECT, only these functions write; what begins otherwise is taken to write.
READS = re.compile(
    r"\s*\(?\s*(SELECT|EXPLAIN|PRAGMA|SET|SHOW)\b(?!.*\bhistory_\w+\()", re.IGNORECASE | re.DOTALL
)

APPENDS = re.compile(r"\bhistory_append\b")
TABLE = re.compile(r'(?:INTO|UPDATE|FROM)\s+"?(\w+)"?', re.IGNORECASE)

# What is written beside a deed, or before it, and is none: nothing is wrong where only this is kept.
NOTES = {
    "people_lookedthrough": "how far somebody who is due was looked for",
    "people_searchkey": "made anew from what is recorded of people",
    "people_wordform": "made anew from what is recorded of people",
}
# What is done within a deed of its caller, in whose transaction it is kept or is not.
PARTS = {
    "alongside.people.actions.decoys.touched",
    "alongside.people.actions.looking.searched",
    "alongside.people.actions.watching.alert",
    "alongside.people.actions.watching.watch",
    "alongside.workflow.actions.moving.keep",
}

Arguments = Callable[[], tuple[Any, Any]]


class Broken(OperationalError):
    """The database gave up."""


class Deadlocked(OperationalError):
    """Another transaction was in the way."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.__cause__ = psycopg.errors.DeadlockDetected(said)


class Gone(InterfaceError):
    """The connection is gone."""


KINDS: tuple[type[Exception], ...] = (Broken, Deadlocked, Gone)


class Fault:
    """Lets `after` statements through and fails the next one; those of transactions are not counted. With
    None it only counts. `kept` are the outermost transactions that wrote and were kept, each with what it
    wrote; what is written outside of any is one by itself."""

    def __init__(self, after: int | None, kind: type[Exception] = Broken) -> None:
        self.after, self.kind, self.seen, self.fired = after, kind, 0, False
        self.kept: list[list[str]] = []
        self._open: list[tuple[str, list[str]]] = []  # savepoints, and what was written since

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(TRANSACTIONS):
            self._follow(sql)
            return execute(sql, params, many, context)
        self.seen += 1
        if self.after is not None and self.seen > self.after and not self.fired:
            self.fired = True
            raise self.kind(sql)
        if not READS.match(sql):
            self._note([sql])
        return execute(sql, params, many, context)

    def _note(self, written: list[str]) -> None:
        if self._open:
            self._open[-1][1].extend(written)
        elif written:
            self.kept.append(written)

    def _follow(self, sql: str) -> None:
        verb, name = sql.split(" ", 1)[0], sql.rsplit(" ", 1)[-1]
        names = [each for each, _ in self._open]
        if verb == "SAVEPOINT":
            self._open.append((name, []))
        elif name in names:
            within = self._open[names.index(name) :]
            del self._open[names.index(name) :]
            if verb == "ROLLBACK":
                self._open.append((name, []))  # it stands until it is released
            else:
                self._note([sql for _, written in within for sql in written])


def unrecorded(kept: Iterable[list[str]]) -> list[str]:
    """The tables that a transaction wrote to without an entry: only notes may be kept so."""
    loose = [sql for written in kept if not any(APPENDS.search(sql) for sql in written) for sql in written]
    tables = {found[1] for sql in loose if (found := TABLE.search(sql))}
    return sorted(tables - NOTES.keys())


class Undone(Exception):
    """Ends an attempt whose outcome is not wanted."""


def everything() -> str:
    """All that is stored, in short."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            digest.update(f"{table}\n{rows}\n".encode())
    return digest.hexdigest()


def _tables() -> list[str]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("alongside.")]
    return sorted({model._meta.db_table for model in ours if model._meta.managed})


def sweep(action: Callable[..., Any], arguments: Arguments) -> tuple[int, list[str]]:
    """Run an action with each of its calls failing; how many calls it has, and what was left half done.
    `arguments` gives fresh ones. An action that refuses by itself has none.

    A deed leaves nothing: that is told by what was written and not rolled back, and for the last call, which
    has the most before it, by all tables. Work of many deeds may leave those it had done, each whole with
    its entry; and then it is done again, and must get through.
    """
    count = Fault(None)
    if not _attempt(action, arguments, count) or count.seen > MOST_STATEMENTS:
        return 0, []
    if f"{action.__module__}.{action.__name__}" in PARTS:
        return sweep(_within_a_deed(action), arguments)
    many = len(count.kept) > 1
    before, wrong = "" if many else everything(), []
    for after in range(count.seen):
        fault = Fault(after, KINDS[after % len(KINDS)])
        with transaction.atomic():
            try:
                with connection.execute_wrapper(fault):
                    words, named = arguments()
                    action(*words, **named)
            except Exception:
                # Where Django itself insists on undoing it all, nothing can be left.
                if not connection.needs_rollback:
                    left = _left(action, arguments, fault, before, last=after + 1 == count.seen)
                    if left:
                        wrong.append(f"call {after + 1} of {count.seen} ({fault.kind.__name__}) {left}")
            transaction.set_rollback(True)
    return count.seen, wrong


def _within_a_deed(part: Callable[..., Any]) -> Callable[..., Any]:
    def caller(*words: Any, **named: Any) -> None:
        with transaction.atomic():
            part(*words, **named)

    return caller


def _left(action: Callable[..., Any], arguments: Arguments, fault: Fault, before: str, *, last: bool) -> str:
    """What is wrong with what an attempt left, or nothing."""
    if before:
        return "left something behind" if (fault.kept or last) and everything() != before else ""
    tables = unrecorded(fault.kept)
    if tables:
        return f"left changes without an entry in {', '.join(tables)}"
    if fault.kept:
        try:
            words, named = arguments()
            action(*words, **named)
        except Exception as problem:
            return f"left what another attempt stumbles over: {problem!r}"
    return ""


def _attempt(action: Callable[..., Any], arguments: Arguments, count: Fault) -> bool:
    """Whether it does something, all of which is undone."""
    try:
        with transaction.atomic(), connection.execute_wrapper(count):
            words, named = arguments()
            action(*words, **named)
            raise Undone
    except Undone:
        return True
    except Exception:
        return False
