"""When a case is due: targets in hours, days or working days, on the tenant's own clock (spec C35).

A target of days ends with the last of them: what is raised on Monday with two days is due when Wednesday
is over, whatever the hour. Days are counted by the calendar on the wall, so a change of the clocks makes
none longer; hours are counted as they pass. A target that waits for the owner keeps what was left of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

LONGEST = 3650  # days; an hour's worth of days more would overflow no calendar


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which days is worked: weekdays as Python counts them (Monday is 0), less the holidays.

    Raises `ValueError` for a week without a working day.
    """

    zone: tzinfo
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not self.weekdays & frozenset(range(7)):
            raise ValueError("a week needs a working day")

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def day_of(self, moment: datetime) -> date:
        """The day that a moment falls on, as the wall calendar has it."""
        return moment.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The first moment after a day."""
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=self.zone)


@dataclass(frozen=True, slots=True)
class Target:
    """How long a case may take."""

    amount: int
    unit: Unit


def due(target: Target, since: datetime, calendar: Calendar) -> datetime:
    """When a target that began then is over; an aware moment."""
    match target.unit:
        case Unit.HOURS:
            return _later(since, timedelta(hours=target.amount))
        case Unit.DAYS:
            return calendar.end_of(calendar.day_of(since) + timedelta(days=target.amount))
        case Unit.WORKING_DAYS:
            return calendar.end_of(_working_day(calendar.day_of(since), target.amount, calendar))


def left(unit: Unit, until: datetime, at: datetime, calendar: Calendar) -> int:
    """What is left of a target when it begins to wait for the owner: in seconds for hours, otherwise in
    days of its unit, not counting today. Nothing is left of one that is over."""
    remaining = until.astimezone(UTC) - at.astimezone(UTC)
    if remaining <= timedelta():
        return 0
    if unit is Unit.HOURS:
        return int(remaining.total_seconds())
    today, last = calendar.day_of(at), calendar.day_of(until - timedelta(microseconds=1))
    if unit is Unit.DAYS:
        return (last - today).days
    return sum(calendar.works_on(day) for day in _days_after(today, last))


def resumed(unit: Unit, remaining: int, at: datetime, calendar: Calendar) -> datetime:
    """When a target is over that goes on now, with what was left of it."""
    if unit is Unit.HOURS:
        return _later(at, timedelta(seconds=remaining))
    return due(Target(remaining, unit), at, calendar)


def extended(until: datetime, by: Target, at: datetime, calendar: Calendar) -> datetime:
    """A target moved on: from its end, or from now when that has passed (spec C35: also after a breach)."""
    if by.unit is Unit.HOURS:
        return _later(max(until.astimezone(UTC), at.astimezone(UTC)), timedelta(hours=by.amount))
    passed = until.astimezone(UTC) <= at.astimezone(UTC)
    return due(by, at if passed else until - timedelta(microseconds=1), calendar)


def _later(moment: datetime, by: timedelta) -> datetime:
    """Python adds to what the clock on the wall says; hours that pass are added to UTC."""
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)


def _working_day(start: date, count: int, calendar: Calendar) -> date:
    """The working day so many working days after a day; for none, that day or the next working one."""
    day = start
    if count == 0:
        while not calendar.works_on(day):
            day += timedelta(days=1)
        return day
    while count:
        day += timedelta(days=1)
        count -= calendar.works_on(day)
    return day


def _days_after(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days):
        yield first + timedelta(days=number + 1)
