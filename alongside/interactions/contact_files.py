"""Where files of contacts are kept until everything in them is: beside the database, readable by nobody but
the server. A document stands on each line, so that work on a file can go on at any of them."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from alongside.lib import tenancy

ERRORS = ".errors"


def folder() -> Path:
    """The open tenant's own."""
    found = Path(settings.DATA) / "contacts" / str(tenancy.current())
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def lines_of(number: uuid.UUID) -> Path:
    return folder() / f"{number}.jsonl"


def errors_of(number: uuid.UUID) -> Path:
    """What is to be corrected."""
    return folder() / f"{number}{ERRORS}"


def seen_of(number: uuid.UUID) -> Path:
    """What a check has seen so far: `people.moving.seen`."""
    return folder() / f"{number}.seen"


def new(number: uuid.UUID) -> BinaryIO:
    return os.fdopen(os.open(lines_of(number), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def add_errors(number: uuid.UUID, after: int, lines: bytes) -> int:
    """Write these behind the first bytes of the file of errors, and how long it is then: what a step that was
    undone had written gives way."""
    path = errors_of(number)
    if not lines and not path.exists():
        return after
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as file:
        file.truncate(after)
        file.seek(after)
        file.write(lines)
    return after + len(lines)


def remove(number: uuid.UUID, *, but_errors: bool = False) -> None:
    seen = seen_of(number)
    for path in (lines_of(number), seen, Path(f"{seen}-journal")):
        path.unlink(missing_ok=True)
    if not but_errors:
        errors_of(number).unlink(missing_ok=True)


def remove_older(days: int) -> int:
    """Remove whatever nobody has worked on for so many days; how many files."""
    before, count = time.time() - days * 86_400, 0
    for path in _kept():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            count += 1
    return count


def _kept() -> Iterator[Path]:
    found = Path(settings.DATA) / "contacts" / str(tenancy.current())
    if found.is_dir():
        yield from found.iterdir()
