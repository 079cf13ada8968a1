"""Where copies of all that is held of a person lie for a day: beside the database, readable by nobody but
the server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from alongside.lib import tenancy


def folder() -> Path:
    """The open tenant's own."""
    found = Path(settings.DATA) / "archives" / str(tenancy.current())
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def file_of(number: uuid.UUID) -> Path:
    return folder() / f"{number}.zip"


def lines_of(number: uuid.UUID) -> Path:
    """What has been gathered so far, a record on each line."""
    return folder() / f"{number}.lines"


def writing(path: Path, *, keep: int = 0) -> BinaryIO:
    """A file to be written on from the byte `keep`; what a step wrote that was undone is cut off."""
    file = os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b")
    file.truncate(keep)
    file.seek(keep)
    return file


def remove(number: uuid.UUID) -> None:
    for path in (file_of(number), lines_of(number)):
        path.unlink(missing_ok=True)


def remove_after_commit(numbers: Iterable[uuid.UUID]) -> None:
    """Remove files with the rows that name them: not before it is certain that the rows are gone."""
    for number in list(numbers):
        transaction.on_commit(lambda number=number: remove(number))  # type: ignore[misc]  # the loop's number, now


def kept() -> Iterator[tuple[uuid.UUID, float]]:
    """The copies of which something lies here, and when it was last changed (seconds since 1970)."""
    for path in folder().iterdir():
        try:
            yield uuid.UUID(path.stem), path.stat().st_mtime
        except (ValueError, FileNotFoundError):
            continue
