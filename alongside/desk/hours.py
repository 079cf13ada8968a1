"""Operating hours, and what a service level means within them (spec I28, I43).

Hours are kept as the clock on the wall shows them, and counted as they pass: a night in which the clocks
change is an hour shorter or longer, and so is what was open in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
FARTHEST = 3660  # days that are looked through for open time


@dataclass(frozen=True, slots=True)
class Opening:
    """From and until on one day, on the wall clock; until midnight is `time.max`."""

    begin: time
    end: time

    def __post_init__(self) -> None:
        if self.begin >= self.end:
            raise ValueError("a desk closes after it opens")


@dataclass(frozen=True)
class Hours:
    """When the desk is open: openings by weekday (Monday is 0), none on closed days. Without any opening at
    all it is always open."""

    zone: tzinfo
    week: Mapping[int, Sequence[Opening]] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()

    @property
    def always(self) -> bool:
        return not any(self.week.values())

    def spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is open from a moment on, as pairs of moments in UTC, in their order."""
        day = since.astimezone(self.zone).date()
        for number in range(FARTHEST):
            today = day + number * DAY
            if today in self.closed:
                continue
            for opening in sorted(self.week.get(today.weekday(), ()), key=lambda one: one.begin):
                begin, end = self._moment(today, opening.begin), self._moment(today, opening.end)
                if end > since:
                    yield max(begin, since.astimezone(UTC)), end

    def later(self, since: datetime, minutes: int) -> datetime:
        """The moment by which so many open minutes have passed; in UTC."""
        wanted = timedelta(minutes=minutes)
        if self.always:
            return since.astimezone(UTC) + wanted
        last = since.astimezone(UTC)
        for begin, end in self.spans(since):
            if end - begin >= wanted:
                return begin + wanted
            wanted -= end - begin
            last = end
        return last + wanted

    def between(self, since: datetime, until: datetime) -> timedelta:
        """How much of the time between two moments the desk was open; none when the second is earlier."""
        if until <= since:
            return timedelta()
        if self.always:
            return until.astimezone(UTC) - since.astimezone(UTC)
        total = timedelta()
        for begin, end in self.spans(since):
            if begin >= until:
                break
            total += min(end, until.astimezone(UTC)) - begin
        return total

    def _moment(self, day: date, at: time) -> datetime:
        if at == time.max:
            return datetime.combine(day + DAY, time(), tzinfo=self.zone).astimezone(UTC)
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Level:
    """A service level: within so many minutes, for what it is about; None is about everything."""

    minutes: int
    in_hours: bool = True
    segment: int | None = None
    topics: frozenset[int] | None = None  # a topic and everything below it

    def applies(self, segment: int, topic: int) -> bool:
        return self.segment in (None, segment) and (self.topics is None or topic in self.topics)


def target(
    levels: Sequence[Level], segment: int, topic: int, received: datetime, hours: Hours
) -> datetime | None:
    """When a question should be answered: by the most urgent of the levels that apply; None without any."""
    always = Hours(hours.zone)
    ends = [
        (hours if level.in_hours else always).later(received, level.minutes)
        for level in levels
        if level.applies(segment, topic)
    ]
    return min(ends, default=None)
