"""Recordings as they are given out: with their length, which browsers do not know as they begin to record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from alongside.calls import webm
from alongside.calls.models import Media, MediaKind
from alongside.forms import vault

_PIECE = 2**16  # bytes


@dataclass(frozen=True)
class Film:
    """A recording as it is given out: its first bytes say how long it is; those that were taken do not."""

    path: Path
    head: bytes
    kept: int  # bytes of the file that the head stands for
    seconds: float | None

    @classmethod
    def of(cls, path: Path) -> Film:
        """Raises `FileNotFoundError`."""
        with path.open("rb") as file:
            length = webm.seconds(file, path.stat().st_size)
            file.seek(0)
            head = file.read(webm.HEAD)
        return cls(path, webm.with_length(head, length) if length else head, len(head), length)

    @property
    def size(self) -> int:
        return self.path.stat().st_size - self.kept + len(self.head)

    def pieces(self, begin: int, end: int) -> Iterator[bytes]:
        """The bytes from `begin` to before `end`."""
        if begin < len(self.head):
            yield self.head[begin:end]
            begin = len(self.head)
        with self.path.open("rb") as file:
            file.seek(begin - len(self.head) + self.kept)
            while begin < end and (piece := file.read(min(_PIECE, end - begin))):
                begin += len(piece)
                yield piece


def length_of(media: Media) -> timedelta | None:
    """How long a recording is; None for everything else, and for what cannot be read."""
    if media.kind != MediaKind.RECORDING or media.kept_at is None or media.deleted_at is not None:
        return None
    try:
        seconds = Film.of(vault.file_of(media.pk)).seconds
    except FileNotFoundError:
        return None
    return None if seconds is None else timedelta(seconds=seconds)
