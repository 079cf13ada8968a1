"""Short messages to a telephone: an interface, and a backend that puts them into files."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Unsent(Exception):
    """It could not be sent."""


class Sender(Protocol):
    def send(self, number: str, text: str) -> None:
        """Raises `Unsent`."""
        ...


class Console:
    """Shows that something was sent, to whoever develops; never to whom, for that would be a log."""

    def send(self, number: str, text: str) -> None:
        print(f"SMS: {text}")  # noqa: T201 (what it is for)


class Files:
    """A file for each message, for a gateway that fetches them, and for tests."""

    def send(self, number: str, text: str) -> None:
        folder = Path(settings.SMS_FOLDER)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / f"{uuid.uuid4().hex}.txt").write_text(f"{number}\n{text}\n")
        except OSError as problem:
            raise Unsent from problem


def sender() -> Sender | None:
    """What this house sends by, `ALONGSIDE_SMS`; None where it sends none."""
    if not settings.SMS_SENDER:
        return None
    made: Sender = import_string(settings.SMS_SENDER)()
    return made
