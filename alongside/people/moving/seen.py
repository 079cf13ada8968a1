"""What a check has seen of a file so far, so that rows are compared with all rows further up.

A check registers nobody, so the database cannot say it; and a million numbers are too many to keep in
memory. What was noted can be noted again: a check that was killed goes over its last rows once more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def rows_of(path: Path, wanted: Iterable[Key]) -> dict[Key, int]:
    """For each key that was noted, the first row that had it."""
    found: dict[Key, int] = {}
    with _notes(path) as notes:
        for one in wanted:
            for (row,) in notes.execute("SELECT row FROM seen WHERE code = ?", (repr(one),)):
                found[one] = row
    return found


def note(path: Path, rows: Mapping[Key, int]) -> None:
    """Note the row in which each key stands, unless one further up has it."""
    with _notes(path) as notes:
        noted = ((repr(one), row) for one, row in rows.items())
        notes.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", noted)


@contextmanager
def _notes(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as notes:
        notes.execute("PRAGMA synchronous=OFF")  # lost with the machine, it is made again
        notes.execute("CREATE TABLE IF NOT EXISTS seen (code TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID")
        with notes:
            yield notes
