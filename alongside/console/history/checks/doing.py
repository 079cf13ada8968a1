"""Assistances: A7 and A8."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.conf import settings

from alongside.console.history.checks.asked import Asked, Result, judged
from alongside.history.models import Entry
from alongside.history.sittings import Sittings
from alongside.lib import clock

STARTED, STOPPED = "assisting.started", "assisting.stopped"
AT_ONCE = 2000


def pairs(asked: Asked) -> Result:
    """A7: one start, one stop, and never two at a time of one agent; so not in one sign-in either."""
    problems: list[str] = []
    open_: dict[uuid.UUID, tuple[uuid.UUID, int, bool]] = {}  # agent: assistance, entry, whether overdue
    ended: set[uuid.UUID] = set()
    count, now = 0, clock.now()
    edges = Entry.objects.of_kinds(STARTED, STOPPED).oldest_first()
    for number, kind, assistance, agent, at in edges.values_list(
        "number", "kind", "assistance_id", "actor_ref", "at"
    ).iterator(chunk_size=AT_ONCE):
        if kind == STARTED:
            count += 1
            if agent in open_:
                problems.append(
                    f"Entry {number} begins an assistance while that of entry {open_[agent][1]} goes on."
                )
            open_[agent] = assistance, number, at + settings.ASSIST_ABSOLUTE < now
        elif agent in open_ and open_[agent][0] == assistance:
            del open_[agent]
            ended.add(assistance)
        else:
            again = "a second time" if assistance in ended else "that had not begun"
            problems.append(f"Entry {number} ends an assistance {again}.")
    # One that is overdue ends with the agent's next request; until then nothing can be done in it.
    overdue = sum(late for *_, late in open_.values())
    told = (
        f"{count} starts, {len(ended)} stops, {len(open_)} not stopped ({overdue} of them over by their age)."
    )
    return judged(problems, told)


def within(asked: Asked) -> Result:
    """A8: whatever names an assistance names its two people, after its start and before its stop."""
    sittings, problems, count = Sittings(), [], 0
    for number, kind, assistance, actor, person, outcome in _in_assistances():
        count += 1
        wrong = sittings.check(kind, assistance, actor, person, outcome)
        if wrong:
            problems.append(f"Entry {number}: {wrong}.")
    return judged(problems, f"{count} entries of {len(sittings.pairs)} assistances.")


def _in_assistances() -> Iterator[tuple[int, bytes, bytes, bytes, bytes, bytes]]:
    entries = Entry.objects.filter(assistance_id__isnull=False).oldest_first()
    for entry in entries.iterator(chunk_size=AT_ONCE):
        header = entry.header
        yield (
            entry.number,
            entry.kind.encode(),
            str(entry.assistance_id).encode(),
            str(entry.actor_ref).encode(),
            str(entry.person_ref).encode(),
            header["outcome"].encode(),
        )
