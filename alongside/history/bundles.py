"""A whole log as files that others can read without us, in the format C2SP tlog-tiles."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from django.db import connection

from alongside.history.tiles import FULL, Missing, Tiles, path_of


def export(tenant_id: int, size: int, note: str, folder: Path) -> None:
    """Write the tree, the entries and the signed checkpoint of this size into a folder. What is full is
    never written again, so an export can be carried on. Raises `Missing` and OSError."""
    tiles = Tiles(tenant_id, size)
    for path, content in tiles.all():
        _put(folder / "tile" / path, content)
    for number in range(-(-size // FULL)):
        width = min(FULL, size - number * FULL)
        file = folder / "tile" / "entries" / path_of(number, width)
        if not file.exists():
            _put(file, _bundle(tenant_id, number * FULL, width))
    _put(folder / "checkpoint", note.encode())  # last: it promises the rest


def _bundle(tenant_id: int, first: int, count: int) -> bytes:
    """Entries that follow each other, each with its length before it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leaf FROM history_entry WHERE tenant_id = %s AND number >= %s AND number < %s"
            " ORDER BY number",
            [tenant_id, first, first + count],
        )
        leaves = [leaf.encode() for (leaf,) in cursor.fetchall()]
    if len(leaves) != count:
        raise Missing(f"of the entries {first}–{first + count - 1} only {len(leaves)} are there")
    return b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in leaves)


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    fresh.write_bytes(content)
    fresh.replace(file)
