"""Telling the worker of this process that there is something to do, before it looks by itself.

Somebody waits for what was asked in this process; so its tenants are served first, however many others
there are whose work comes round by itself.
"""

from __future__ import annotations

from threading import Event

from django.db import transaction

asked = Event()
_tenants: set[int] = set()


def after_commit(tenant_id: int) -> None:
    """Wake it when what was written can be seen by others; another process finds it by looking."""
    transaction.on_commit(lambda: _wake(tenant_id))


def woken() -> list[int]:
    """The tenants for whom somebody waits."""
    return list(_tenants)


def rest(tenant_id: int) -> None:
    """Nothing is left to do for this tenant now."""
    _tenants.discard(tenant_id)


def _wake(tenant_id: int) -> None:
    _tenants.add(tenant_id)
    asked.set()
