"""Filling a house with people by the million, as registering them one by one would have left it.

Several processes make people and their keys, a piece of the crowd at a time. On SQLite, which has one
writer, each piece goes into a file; all are then written in the order of the keys, many times faster
than as they come. On PostgreSQL the processes write themselves, and the indexes are made afterwards.
The events of registering are left out.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
import psycopg
from django.db import connection, transaction

from alongside.command import population
from alongside.lib import clock, tenancy
from alongside.people.actions import vocabulary
from alongside.people.actions.persons import as_described, insert_many
from alongside.people.fields import Field, values_of
from alongside.people.kept_keys import kept_keys
from alongside.people.models import Person, ProfileField, Segment
from alongside.people.queries import plain
from alongside.people.searching.vocabulary import Word, words_of

PIECE = 10_000  # people that one process makes before it hands them over
WORKERS = 2

_FIELDS = [field for field in Person._meta.concrete_fields if not field.generated]
_COLUMNS = tuple(str(field.column) for field in _FIELDS)


@dataclass(frozen=True)
class Piece:
    """A part of the crowd: so many people from a place in it. Those for SQLite go into a `file`."""

    tenant: int
    segment: int
    fields: tuple[Field, ...]
    seed: int
    first: int
    count: int
    at: datetime
    file: str


def gather(tenant: int, count: int, *, seed: int = 1, owner: str = "", piece: int = PIECE) -> None:
    """Bring so many people into the open tenant's first segment.

    `owner` is an address of PostgreSQL by which the indexes of keys may be dropped and made again: worth
    it for many in an empty house.
    """
    segment = Segment.objects.earliest("pk").pk
    fields, at = plain(ProfileField.objects.all()), clock.now()
    with tempfile.TemporaryDirectory(dir=_beside_the_database(), prefix="crowd-") as folder:
        pieces = [
            Piece(tenant, segment, fields, seed, first, min(piece, count - first), at, f"{folder}/{first}")
            for first in range(0, count, piece)
        ]
        if connection.vendor == "sqlite":
            _through_files(pieces)
        else:
            with _without_indexes(owner):
                for _ in _made(pieces, write):
                    pass


def write(piece: Piece) -> set[Word]:
    """Make a piece of the crowd and write it."""
    with tenancy.within(piece.tenant), transaction.atomic():
        insert_many([as_described(made, piece.at) for made in _people(piece)], [piece.segment])
    return set()


def put_into_file(piece: Piece) -> set[Word]:
    """Make a piece of the crowd and leave it in its file; the words that occur in it."""
    people: list[list[Any]] = []
    keys: list[tuple[str, int]] = []
    with tenancy.within(piece.tenant):
        for made in _people(piece):
            person = as_described(made, piece.at)
            people.append(
                [field.get_db_prep_save(getattr(person, field.attname), connection) for field in _FIELDS]
            )
            keys += [(key, person.pk) for key in kept_keys(piece.fields, values_of(person))]
    with closing(sqlite3.connect(piece.file, isolation_level=None)) as link:
        link.execute("PRAGMA journal_mode=OFF")
        link.execute(f"CREATE TABLE people ({', '.join(_COLUMNS)})")
        link.execute("CREATE TABLE keys (key, person_id)")
        link.execute("BEGIN")
        link.executemany(f"INSERT INTO people VALUES ({', '.join('?' * len(_COLUMNS))})", people)  # noqa: S608 (our columns)
        link.executemany("INSERT INTO keys VALUES (?, ?)", keys)
        link.execute("COMMIT")
    return words_of(key for key, _ in keys)


def _people(piece: Piece) -> Iterator[population.Made]:
    return population.people(piece.count, piece.seed, first=piece.first)


def _made(pieces: Sequence[Piece], make: Callable[[Piece], set[Word]]) -> Iterator[tuple[Piece, set[Word]]]:
    """Each piece when a process has made it."""
    if len(pieces) == 1:
        yield pieces[0], make(pieces[0])
        return
    total, done = pieces[-1].first + pieces[-1].count, 0
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), initializer=django.setup) as pool:
        waiting = {pool.submit(make, piece): piece for piece in pieces}
        for future in as_completed(waiting):
            piece = waiting.pop(future)
            yield piece, future.result()
            done += piece.count
            if done % 100_000 < piece.count:
                _tell(f"{done:,} of {total:,} people …")


def _through_files(pieces: Sequence[Piece]) -> None:
    """Gather the files that processes made, and write all in the order of the keys."""
    words: set[Word] = set()
    path = str(connection.settings_dict["NAME"])
    connection.close()
    gathered = f"{pieces[0].file}-gathered"
    with closing(sqlite3.connect(path, isolation_level=None, uri=path.startswith("file:"))) as link:
        # Nobody else reads or writes a house that is being filled, and if that fails, there is none.
        for pragma in ("synchronous=OFF", "cache_size=-1000000", "threads=2"):
            link.execute(f"PRAGMA {pragma}")
        with suppress(sqlite3.OperationalError):  # somebody has it open after all: slower, and as right
            link.execute("PRAGMA journal_mode=OFF")
        link.execute("ATTACH ? AS gathered", [gathered])
        link.execute("PRAGMA gathered.journal_mode=OFF")
        link.execute(f"CREATE TABLE gathered.people ({', '.join(_COLUMNS)})")
        link.execute("CREATE TABLE gathered.keys (key, person_id)")
        for piece, theirs in _made(pieces, put_into_file):
            words |= theirs
            link.execute("ATTACH ? AS piece", [piece.file])
            for table in ("people", "keys"):
                link.execute(f"INSERT INTO gathered.{table} SELECT * FROM piece.{table}")  # noqa: S608 (two names)
            link.execute("DETACH piece")
            Path(piece.file).unlink()
        _tell("in order …")
        _write_in_order(link, pieces[0])
        link.execute("DETACH gathered")
        link.execute("PRAGMA journal_mode=WAL")
    _tell("and their words.")
    vocabulary.write(words)


def _write_in_order(link: sqlite3.Connection, piece: Piece) -> None:
    link.execute("DROP INDEX search_keys_of_a_person")
    link.execute("BEGIN")
    columns = ", ".join(_COLUMNS)
    link.execute(
        f"INSERT INTO people_person ({columns})"  # noqa: S608 (our columns)
        f" SELECT {columns} FROM gathered.people ORDER BY id"
    )
    link.execute(
        "INSERT INTO people_segmentmember (tenant_id, segment_id, person_id)"
        " SELECT ?, ?, id FROM gathered.people ORDER BY id",
        [piece.tenant, piece.segment],
    )
    link.execute(
        "INSERT INTO people_searchkey (tenant_id, key, person_id)"
        " SELECT ?, key, person_id FROM gathered.keys ORDER BY key, person_id",
        [piece.tenant],
    )
    link.execute("CREATE INDEX search_keys_of_a_person ON people_searchkey (person_id)")
    link.execute("COMMIT")


@contextmanager
def _without_indexes(owner: str) -> Iterator[None]:
    """Write keys without keeping their order, and bring them into it at the end."""
    if not owner:
        yield
        return
    with psycopg.connect(owner, autocommit=True) as link:
        link.execute("ALTER TABLE people_searchkey DROP CONSTRAINT people_searchkey_pkey")
        link.execute("DROP INDEX search_keys_of_a_person")
        yield
        _tell("in order …")
        link.execute("SET maintenance_work_mem = '1GB'")
        link.execute("ALTER TABLE people_searchkey ADD PRIMARY KEY (tenant_id, key, person_id)")
        link.execute("CREATE INDEX search_keys_of_a_person ON people_searchkey (person_id)")


def _beside_the_database() -> str | None:
    """Where there is room for as much again."""
    name = str(connection.settings_dict["NAME"])
    return str(Path(name).parent) if connection.vendor == "sqlite" and Path(name).is_file() else None


def told_now_and_then(number: int, total: int, what: str) -> None:
    if number % 1000 == 999:
        _tell(f"{number + 1:,} of {total:,} {what} …")


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
