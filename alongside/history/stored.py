"""The stored entries as bytes, page by page: as they lie in the table, not as a model would read them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from django.db import connection

PAGE = 2000  # entries held in memory at once

# Whoever can write to the file can put anything anywhere, so nothing has its type for certain.
Columns: TypeAlias = "tuple[object, ...]"


class Stored(NamedTuple):
    """A row: its number, the columns that repeat the header, the leaf and its hash."""

    number: object
    columns: Columns
    leaf: bytes
    leaf_hash: object


def pages(tenant_id: int) -> Iterator[list[Stored]]:
    """All entries of a tenant in the order of their numbers."""
    query, read = (_HERE, _read_here) if connection.vendor == "sqlite" else (_THERE, _read_there)
    last: Any = -1
    while rows := read(query, [tenant_id, last]):
        yield rows
        last = rows[-1].number


Fields: TypeAlias = "Callable[[bytes, bytes, bytes, bytes, bytes | None, bytes | None, bytes], Columns]"


def columns() -> Fields:
    """What makes, from a header's fields, the columns as this database should hold them."""
    return _columns_here if connection.vendor == "sqlite" else _columns_there


def count(tenant_id: int) -> int:
    """How many rows the tenant has, in the log's order or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM history_entry WHERE tenant_id = %s", [tenant_id])
        (rows,) = cursor.fetchone()
    return int(rows)


def _columns_here(
    at: bytes,
    kind: bytes,
    actor: bytes,
    person: bytes,
    sitting: bytes | None,
    about: bytes | None,
    private: bytes,
) -> Columns:
    return (
        at.replace(b"T", b" ").removesuffix(b".000000"),
        kind,
        actor.replace(b"-", b""),
        person.replace(b"-", b""),
        sitting and sitting.replace(b"-", b""),
        about,
        private == b"true",
    )


def _columns_there(
    at: bytes,
    kind: bytes,
    actor: bytes,
    person: bytes,
    sitting: bytes | None,
    about: bytes | None,
    private: bytes,
) -> Columns:
    moment = at.replace(b"T", b" ").rstrip(b"0").removesuffix(b".") + b"+00"
    return moment, kind, actor, person, sitting, about, private == b"true"


def wrapped_keys(tenant_id: int) -> Iterator[tuple[bytes, bytes]]:
    """The refs of a tenant's people, as 16 bytes each, with their wrapped keys."""
    here = connection.vendor == "sqlite"
    last: Any = "" if here else uuid.UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_KEYS_HERE if here else _KEYS_THERE, [tenant_id, last])
            rows = cursor.fetchall()
        if not rows:
            return
        for ref, wrapped in rows:
            yield (bytes.fromhex(ref) if here else ref.bytes), bytes(wrapped)
        last = rows[-1][0]


_KEYS = f"FROM history_key WHERE tenant_id = %s AND ref > %s ORDER BY ref LIMIT {PAGE}"
_KEYS_HERE, _KEYS_THERE = f"SELECT +ref, wrapped {_KEYS}", f"SELECT ref, wrapped {_KEYS}"
_FROM = f"FROM history_entry WHERE tenant_id = %s AND number > %s ORDER BY number LIMIT {PAGE}"
# The plus signs take the columns' declared types away, or Django would convert each value.
_HERE = (
    "SELECT number, +at, +kind, +actor_ref, +person_ref, +assistance_id, +about, +private, +leaf, +leaf_hash "
    + _FROM
)
_THERE = (
    "SELECT number, at::text, kind, actor_ref::text, person_ref::text, assistance_id::text, about, private,"
    " leaf, leaf_hash " + _FROM
)


def _read_here(query: str, values: list[Any]) -> list[Stored]:
    with connection.cursor() as cursor:
        # As bytes: text that somebody made illegible must not stop the reading.
        usual, connection.connection.text_factory = connection.connection.text_factory, bytes
        try:
            cursor.execute(query, values)
            rows = cursor.fetchall()
        finally:
            connection.connection.text_factory = usual
    return [Stored(row[0], row[1:8], row[8] if isinstance(row[8], bytes) else b"", row[9]) for row in rows]


def _read_there(query: str, values: list[Any]) -> list[Stored]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows = cursor.fetchall()
    return [
        Stored(
            number,
            (
                at.encode(),
                kind.encode(),
                actor.encode(),
                person.encode(),
                sitting and sitting.encode(),
                about and about.encode(),
                private,
            ),
            leaf.encode(),
            leaf_hash,
        )
        for number, at, kind, actor, person, sitting, about, private, leaf, leaf_hash in rows
    ]
