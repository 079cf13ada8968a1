"""Waiting until nobody works any more with what was true before.

On PostgreSQL a transaction that began earlier goes on with what it has read, after others changed it.
On SQLite writers come one after the other, so there is nothing to wait for.
"""

from __future__ import annotations

from django.db import connection


def mark() -> int:
    """A point in time, seen from the transactions; take it after what matters was committed."""
    return _ask("SELECT pg_current_xact_id()::text") if connection.vendor == "postgresql" else 0


def over_before(point: int) -> bool:
    """Whether every transaction that had written anything before this point is over."""
    if connection.vendor != "postgresql":
        return True
    return _ask("SELECT pg_snapshot_xmin(pg_current_snapshot())::text") >= point


def _ask(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])
