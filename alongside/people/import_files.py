"""Where the text of imports is kept until everybody in it is registered: beside the database, readable
by nobody but the server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from alongside.lib import tenancy


def folder() -> Path:
    """The open tenant's own."""
    found = Path(settings.DATA) / "imports" / str(tenancy.current())
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def text_of(number: uuid.UUID) -> Path:
    return folder() / f"{number}.text"


def seen_of(number: uuid.UUID) -> Path:
    """What a check has seen so far: `moving.seen`."""
    return folder() / f"{number}.seen"


def new(number: uuid.UUID) -> BinaryIO:
    """An empty file for the text of an import, to be written."""
    return os.fdopen(os.open(text_of(number), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b")


def remove(number: uuid.UUID) -> None:
    """Remove all that is kept of an import."""
    seen = seen_of(number)
    for path in (text_of(number), seen, Path(f"{seen}-journal")):
        path.unlink(missing_ok=True)


def kept() -> Iterator[tuple[uuid.UUID, float]]:
    """The imports of which something is kept, and when it was last changed (seconds since 1970)."""
    for path in folder().iterdir():
        try:
            yield uuid.UUID(path.name.partition(".")[0]), path.stat().st_mtime
        except (ValueError, FileNotFoundError):
            continue


def forget_seen(number: uuid.UUID) -> None:
    """Let a check begin anew."""
    seen = seen_of(number)
    seen.unlink(missing_ok=True)
    Path(f"{seen}-journal").unlink(missing_ok=True)
