"""The days a report is about, and the days it is compared with. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 366 * 10  # days
ONE = timedelta(days=1)


class Unusable(ValueError):
    """The days cannot be meant; the message says why."""


@dataclass(frozen=True)
class Range:
    """From the first day to the last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Unusable("The last day is before the first.")
        if self.days > LONGEST:
            raise Unusable("A report is of ten years at most.")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> Range:
        """As many days before it; for whole months, as many months."""
        months = self._whole_months()
        if not months:
            return Range(self.first - ONE * self.days, self.first - ONE)
        first = self.first
        for _ in range(months):
            first = (first - ONE).replace(day=1)
        return Range(first, self.first - ONE)

    def parts(self) -> tuple[list[date], list[tuple[date, date]]]:
        """Whole months, by their first day, and the stretches of days beside them: the fewest sums."""
        months: list[date] = []
        days: list[tuple[date, date]] = []
        at = self.first
        while at <= self.last:
            end = month_end(at)
            if at.day == 1 and end <= self.last:
                months.append(at)
            else:
                days.append((at, min(end, self.last)))
            at = end + ONE
        return months, days

    def each(self) -> Iterator[date]:
        for number in range(self.days):
            yield self.first + ONE * number

    def _whole_months(self) -> int:
        months, days = self.parts()
        return 0 if days else len(months)


def month_end(day: date) -> date:
    """The last day of its month."""
    return (day.replace(day=28) + 4 * ONE).replace(day=1) - ONE


def lately(today: date, days: int = 30) -> Range:
    """The last whole days, without today."""
    return Range(today - ONE * days, today - ONE)


def usual(today: date) -> list[tuple[str, Range]]:
    """The ranges that are asked for most, by name."""
    month = today.replace(day=1)
    year = today.replace(month=1, day=1)
    return [
        ("Today", Range(today, today)),
        ("Last 7 days", lately(today, 7)),
        ("Last 30 days", lately(today)),
        ("Last month", Range((month - ONE).replace(day=1), month - ONE)),
        ("Last year", Range(year.replace(year=year.year - 1), year - ONE)),
    ]
