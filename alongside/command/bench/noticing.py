"""What one request wrote: which tables, and which entries."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from django.db import connection

from alongside.history.models import Entry, Head

# When somebody or something was last seen, and how much somebody has looked at today.
SEEN = re.compile(
    r'UPDATE "people_(programtoken" SET "used_at"|person" SET "(last_login|failed_sign_in_at)")'
    r"|\S+ .*people_lookingday"
)
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)

# What is written beside deeds and is none: who is signed in, how far somebody looked, what is made anew
# from what is recorded, and the log itself.
BESIDE = re.compile(
    r"history_|people_(signin|lookedthrough|searchkey|wordform|look)$|django_|account_|mfa_|sqlite_|jobs_"
)


class Told(NamedTuple):
    """As much of an entry as says whose deed it was."""

    kind: str
    actor: uuid.UUID
    person: uuid.UUID
    assistance: uuid.UUID | None


@dataclass
class Noticed:
    """Tables in which something was kept, and the entries that came."""

    tables: set[str] = field(default_factory=set)
    entries: list[Told] = field(default_factory=list)


@contextmanager
def noticing() -> Iterator[Noticed]:
    """Around a request; what was rolled back does not count."""
    noticed, before = Noticed(), _size()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        answer = execute(sql, params, many, context)
        if found and not BESIDE.match(found[1]) and not SEEN.match(sql) and context["cursor"].rowcount:
            # Forgotten with the savepoint or transaction that it belongs to.
            connection.on_commit(partial(noticed.tables.add, found[1]))
        return answer

    with connection.execute_wrapper(note):
        yield noticed
    if _size() > before:
        rows = Entry.objects.filter(number__gte=before).oldest_first()
        noticed.entries = [
            Told(*row) for row in rows.values_list("kind", "actor_ref", "person_ref", "assistance_id")
        ]


def _size() -> int:
    return Head.objects.values_list("size", flat=True).first() or 0
