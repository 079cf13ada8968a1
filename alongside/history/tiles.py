"""The tree of a log in tiles of 256 hashes, as C2SP tlog-tiles has it: for proofs that cost the same in
a log of a thousand and of millions, and for others to read the whole log.

A full tile never changes, so it is kept as a file once it is full and read from there; what lies behind
the last full tile is read from the database. Tiles are only a copy: whoever spoils one spoils a proof,
which then does not fit its checkpoint.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from alongside.history import tree
from alongside.history.tree import WIDTH

HEIGHT = 8
FULL = 1 << HEIGHT  # hashes of a tile
_FULL_BYTES = FULL * WIDTH


class Missing(Exception):
    """The log has no entry where the tree needs one."""


class Tiles:
    """The tree of one tenant's log, as far as a size."""

    def __init__(self, tenant_id: int, size: int, *, kept_in: Path | None = None) -> None:
        self.tenant_id, self.size = tenant_id, size
        self.folder = kept_in or Path(settings.DATA) / "tiles" / str(tenant_id)
        self._held: dict[tuple[int, int], bytes] = {}

    def subtree(self, first: int, end: int) -> bytes:
        """The hash over the entries from the first number up to the second, which is not among them."""
        if not 0 <= first < end <= self.size:
            raise Missing(f"there are no entries {first}–{end - 1} among {self.size}")
        span = end - first
        if span & (span - 1):  # what is left over at the right edge parts as the tree does
            middle = first + (1 << span.bit_length() - 1)
            return tree.node_hash(self.subtree(first, middle), self.subtree(middle, end))
        level, rest = divmod(span.bit_length() - 1, HEIGHT)
        number = first >> HEIGHT * level
        return _folded(self._hashes(level, number, 1 << rest))

    def inclusion(self, number: int) -> list[bytes]:
        return tree.inclusion(number, self.size, self.subtree)

    def consistency(self, older: int) -> list[bytes]:
        return tree.consistency(older, self.size, self.subtree)

    def root(self) -> bytes:
        return self.subtree(0, self.size) if self.size else tree.EMPTY_ROOT

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Every tile of the tree with its path below `tile/`, the partial ones too."""
        level, hashes = 0, self.size
        while hashes:
            for number in range(-(-hashes // FULL)):
                width = min(FULL, hashes - number * FULL)
                content = self.tile(level, number, width)
                yield f"{level}/{path_of(number, width)}", content
            level, hashes = level + 1, hashes // FULL

    def tile(self, level: int, number: int, width: int) -> bytes:
        """The first hashes of a tile, in one string."""
        held = self._held.get((level, number))
        if held is None or len(held) != width * WIDTH:
            if width == FULL:
                held = self._kept(level, number) or self._keep(level, number)
            else:
                held = (
                    self._partial(level, number, width) if level else b"".join(self._read(0, number, width))
                )
            if len(self._held) > 64:
                self._held.clear()
            self._held[level, number] = held
        return held

    def _hashes(self, level: int, first: int, count: int) -> list[bytes]:
        """Some hashes of a level that lie in one tile."""
        tile, at = divmod(first, FULL)
        content = self.tile(level, tile, min(FULL, (self.size >> HEIGHT * level) - tile * FULL))
        return [content[place * WIDTH : (place + 1) * WIDTH] for place in range(at, at + count)]

    def _partial(self, level: int, number: int, width: int) -> bytes:
        """A tile that grows: each of its hashes stands for 256 below, so what was found before is kept."""
        file = self._file(level, number).with_suffix(".growing")
        content = _contents(file)[: width * WIDTH]
        found = len(content) // WIDTH
        if found < width:
            content += b"".join(self._read(level, number, width, found))
            _write(file, content)
        return content

    def _read(self, level: int, number: int, width: int, found: int = 0) -> list[bytes]:
        """The hashes of a tile from the one at `found` on."""
        first = number * FULL + found
        if level == 0:
            return leaf_hashes(self.tenant_id, first, width)
        below = range(first, number * FULL + width)
        return [_folded_tile(self.tile(level - 1, one, FULL)) for one in below]

    def _kept(self, level: int, number: int) -> bytes | None:
        content = _contents(self._file(level, number))
        return content if len(content) == _FULL_BYTES else None

    def _keep(self, level: int, number: int) -> bytes:
        content = b"".join(self._read(level, number, FULL))
        _write(self._file(level, number), content)
        return content

    def _file(self, level: int, number: int) -> Path:
        return self.folder / str(level) / path_of(number, FULL)


def _contents(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _write(file: Path, content: bytes) -> None:
    """Keep a copy, where that is possible; else the next proof reads the database again."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}.new")
        fresh.write_bytes(content)
        fresh.replace(file)


def path_of(number: int, width: int) -> str:
    """`x001/x234/067`, and `.p/` with its width behind a tile that is not full."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03}")
    return "/".join(reversed(parts)) + (f".p/{width}" if width < FULL else "")


def leaf_hashes(tenant_id: int, first: int, count: int) -> list[bytes]:
    """The stored hashes of entries that follow each other. Raises `Missing` when not all are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leaf_hash FROM history_entry WHERE tenant_id = %s AND number >= %s AND number < %s"
            " ORDER BY number",
            [tenant_id, first, first + count],
        )
        hashes = [bytes(hash_) for (hash_,) in cursor.fetchall()]
    if len(hashes) != count:
        raise Missing(f"of the entries {first}–{first + count - 1} only {len(hashes)} are there")
    return hashes


def _folded_tile(content: bytes) -> bytes:
    return _folded([content[at : at + WIDTH] for at in range(0, len(content), WIDTH)])


def _folded(hashes: list[bytes]) -> bytes:
    """The root of a perfect subtree: a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [tree.node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]
