"""How soon questions are answered by topic, net of the hours in which the desk is closed, and how old is
what is open (spec I43). Pure: rows in, tables out.

A question counts in the days in which it came, whenever it was answered. What was set aside as spam counts
nowhere. What is not resolved is neither within its target nor late: it has a column of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from alongside.desk.hours import Hours

# The ages of what is open: the name of each, and what it is younger than.
AGES = (
    ("Less than a day", timedelta(days=1)),
    ("1 to 3 days", timedelta(days=3)),
    ("3 to 7 days", timedelta(days=7)),
    ("7 to 30 days", timedelta(days=30)),
    ("More than 30 days", timedelta.max),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted of a question; `answered_at` is when the first answer left."""

    topic: int
    received_at: datetime
    target_at: datetime | None
    resolved_at: datetime | None
    answered_at: datetime | None


@dataclass
class Line:
    """The questions of a topic, or of all. `first_response` is the median of what took so long."""

    came: int = 0
    within: int = 0
    late: int = 0
    no_target: int = 0  # resolved, and nothing had been promised
    no_resolution: int = 0
    responses: list[float] = field(default_factory=list)  # in seconds

    @property
    def percent_within(self) -> int | None:
        """Of those that were resolved and had a target."""
        promised = self.within + self.late
        return round(100 * self.within / promised) if promised else None

    @property
    def first_response(self) -> timedelta | None:
        return timedelta(seconds=median(self.responses)) if self.responses else None

    def count(self, asked: Asked, hours: Hours) -> None:
        self.came += 1
        if asked.answered_at is not None:
            self.responses.append(hours.between(asked.received_at, asked.answered_at).total_seconds())
        if asked.resolved_at is None:
            self.no_resolution += 1
        elif asked.target_at is None:
            self.no_target += 1
        elif asked.resolved_at <= asked.target_at:
            self.within += 1
        else:
            self.late += 1


def by_topic(rows: Iterable[Asked], hours: Hours) -> tuple[dict[int, Line], Line]:
    """A line for each topic, and one for all of them."""
    lines: dict[int, Line] = {}
    everything = Line()
    for asked in rows:
        lines.setdefault(asked.topic, Line()).count(asked, hours)
        everything.count(asked, hours)
    return lines, everything


def backlog(received: Iterable[datetime], now: datetime) -> list[tuple[str, int]]:
    """How many open questions there are of each age, the youngest first."""
    counts = dict.fromkeys((name for name, _ in AGES), 0)
    for at in received:
        counts[next(name for name, younger in AGES if now - at < younger)] += 1
    return list(counts.items())
