"""Assistances as the log tells them: each beginning with its end, and what does not fit together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from alongside.history.models import Entry

STARTED, STOPPED = "assisting.started", "assisting.stopped"
ERASED = "erased"


@dataclass
class Interval:
    """One assistance: who helped whom, from when to when, and the numbers of its first and last entry."""

    id: uuid.UUID
    agent: str
    person: str
    agent_ref: uuid.UUID
    began: datetime | None = None
    ended: datetime | None = None
    why: str = ""
    first: int | None = None
    last: int | None = None
    problems: list[str] = field(default_factory=list)

    def until(self, now: datetime) -> datetime:
        return self.ended or now


def paired(entries: Iterable[Entry]) -> list[Interval]:
    """The intervals of these beginnings and ends, oldest entry first."""
    found: dict[uuid.UUID, Interval] = {}
    for entry in entries:
        if entry.assistance_id is None or entry.kind not in (STARTED, STOPPED):
            continue
        interval = found.get(entry.assistance_id)
        if interval is None:
            interval = found[entry.assistance_id] = _of(entry)
        if entry.kind == STARTED:
            if interval.began is not None:
                interval.problems.append("It began twice.")
            interval.began, interval.first = entry.at, entry.number
        else:
            if interval.ended is not None:
                interval.problems.append("It ended twice.")
            interval.ended, interval.last = entry.at, entry.number
            contents = entry.open()
            interval.why = str(contents.data.get("why", "")) if contents else ERASED
    for interval in found.values():
        if interval.began is None:
            interval.problems.append("Its beginning is not among these.")
    _overlaps(found.values())
    return list(found.values())


def _of(entry: Entry) -> Interval:
    contents = entry.open()
    names = (contents.actor.name, contents.person.name) if contents else (ERASED, ERASED)
    assert entry.assistance_id is not None  # noqa: S101 (asked before)
    return Interval(entry.assistance_id, *names, entry.actor_ref)


def _overlaps(intervals: Iterable[Interval]) -> None:
    """An agent helps one person at a time."""
    last: dict[uuid.UUID, Interval] = {}
    for interval in sorted(
        (one for one in intervals if one.first is not None), key=lambda one: one.first or 0
    ):
        before = last.get(interval.agent_ref)
        if before and (before.last is None or before.last > (interval.first or 0)):
            interval.problems.append("It began before the agent's last one had ended.")
        last[interval.agent_ref] = interval
