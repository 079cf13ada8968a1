"""Adding a leaf to the log, by the one door each database has (see `history.protection`)."""

from __future__ import annotations

from django.db import connection

from alongside.history import leaf, tree
from alongside.history.leaf import Header
from alongside.history.models import Entry


def append(header: Header, text: str, sealed: str) -> Entry:
    """Give the entry its number, hash and place; `text` is the header's own. Raises `leaf.TooLong`.

    Writers of one tenant queue here until they commit, so this comes last in a transaction.
    """
    door = _append_here if connection.vendor == "sqlite" else _append_there
    number, whole, leaf_hash = door(header, text, sealed)
    return Entry(
        tenant_id=header.tenant,
        number=number,
        at=header.at,
        kind=header.kind,
        actor_ref=header.actor,
        person_ref=header.person,
        assistance_id=header.assistance,
        about=header.about,
        private=header.private,
        leaf=whole,
        leaf_hash=leaf_hash,
    )


def _append_there(header: Header, text: str, sealed: str) -> tuple[int, str, bytes]:
    """PostgreSQL: one call; the function locks the head and does the rest where nobody can interfere."""
    leaf.whole(text, header.tenant, sealed)  # refuse a long one before it travels
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM history_append(%s, %s, %s)", [*leaf.halves(text), sealed])
        number, leaf_hash = cursor.fetchone()
    return number, leaf.whole(text, number, sealed), bytes(leaf_hash)


def _append_here(header: Header, text: str, sealed: str) -> tuple[int, str, bytes]:
    """SQLite: the writer has the whole database locked, so the head is read, advanced and put back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, frontier FROM history_head WHERE tenant_id = %s", [header.tenant])
        frontier = tree.Frontier.unpack(*(cursor.fetchone() or (0, b"")))
        number = frontier.size
        whole = leaf.whole(text, number, sealed)
        leaf_hash = tree.leaf_hash(whole.encode())
        frontier.append(leaf_hash)
        cursor.execute(
            _TO_SQLITE,
            [
                header.tenant,
                number,
                connection.ops.adapt_datetimefield_value(header.at),
                header.kind,
                header.actor.hex,
                header.person.hex,
                header.assistance and header.assistance.hex,
                header.about,
                header.private,
                whole,
                leaf_hash,
                frontier.packed(),
                frontier.root(),
            ],
        )
    return number, whole, leaf_hash


_TO_SQLITE = (
    "INSERT INTO history_append (tenant_id, number, at, kind, actor_ref, person_ref, assistance_id, about,"
    " private, leaf, leaf_hash, frontier, root) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
