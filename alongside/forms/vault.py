"""Where files that people sent lie: beside the database, under random names, readable by the server alone.

Nothing serves this folder; each file is given out by a page that asks who wants it.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from alongside.lib import tenancy

# Of these numbers, those that a package keeps something under.
Names = Callable[[Collection[uuid.UUID]], Iterable[uuid.UUID]]
_names: list[Names] = []


def register(names: Names) -> None:
    """Have a package above keep files here, too: without this they would be removed as left behind."""
    _names.append(names)


def named(numbers: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the numbers that some package keeps something under."""
    return {number for names in _names for number in names(numbers)}


def file_of(number: uuid.UUID) -> Path:
    """In the open tenant's own folder."""
    folder = Path(settings.DATA) / "files" / str(tenancy.current())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / str(number)


def keep(number: uuid.UUID, content: bytes) -> None:
    path = file_of(number)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)


def put(number: uuid.UUID, at: int, content: bytes) -> None:
    """Write a piece of a file that is on its way, over whatever a try before left there."""
    with os.fdopen(os.open(file_of(number), os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
        file.seek(at)
        file.write(content)
        file.truncate()


def left_behind(older_than: timedelta) -> Iterator[tuple[uuid.UUID, Path]]:
    """Everything in the open tenant's folder that has lain there for so long, by its number."""
    since = time.time() - older_than.total_seconds()
    for path in file_of(uuid.UUID(int=0)).parent.iterdir():
        with suppress(ValueError, FileNotFoundError):  # not ours, or removed meanwhile
            if path.stat().st_mtime < since:
                yield uuid.UUID(path.name), path


def remove_after_commit(numbers: Iterable[uuid.UUID]) -> None:
    """Not before it is certain that the rows that name them are gone."""
    paths = [file_of(number) for number in numbers]

    def remove() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(remove)
