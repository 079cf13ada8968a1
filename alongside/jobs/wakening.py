"""Telling the worker of this process that there is something to do, before it looks by itself."""

from __future__ import annotations

from threading import Event

from django.db import transaction

asked = Event()


def after_commit() -> None:
    """Wake it when what was written can be seen by others; another process finds it by looking."""
    transaction.on_commit(asked.set)
