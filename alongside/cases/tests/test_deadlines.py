"""Targets across weekends, holidays and clock changes, held against days written down one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.cases.deadlines import Calendar, Target, Unit, due, extended, left, resumed

LONDON = ZoneInfo("Europe/London")
BANK_HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)})
CALENDAR = Calendar(LONDON, holidays=BANK_HOLIDAYS)

ROWS = [
    # raised, target, due
    ("Monday, two working days", "2026-11-23 09:00", 2, Unit.WORKING_DAYS, "2026-11-26 00:00"),
    ("Friday evening, one working day", "2026-11-27 23:59", 1, Unit.WORKING_DAYS, "2026-12-01 00:00"),
    ("on a Saturday, one working day", "2026-11-28 10:00", 1, Unit.WORKING_DAYS, "2026-12-01 00:00"),
    ("before Easter", "2026-04-02 12:00", 2, Unit.WORKING_DAYS, "2026-04-09 00:00"),
    ("over Christmas", "2026-12-24 12:00", 3, Unit.WORKING_DAYS, "2027-01-01 00:00"),
    ("days as they come", "2026-11-27 12:00", 3, Unit.DAYS, "2026-12-01 00:00"),
    ("the clocks go forward", "2026-03-28 12:00", 1, Unit.DAYS, "2026-03-30 00:00"),
    (
        "hours pass as they do while the clocks go forward",
        "2026-03-28 23:30",
        3,
        Unit.HOURS,
        "2026-03-29 03:30",
    ),
    ("hours pass as they do while the clocks go back", "2026-10-24 23:30", 4, Unit.HOURS, "2026-10-25 02:30"),
    ("by the end of today", "2026-11-23 09:00", 0, Unit.WORKING_DAYS, "2026-11-24 00:00"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(("title", "raised", "amount", "unit", "end"), ROWS, ids=[row[0] for row in ROWS])
def test_when_it_is_due(title: str, raised: str, amount: int, unit: Unit, end: str) -> None:
    found = due(Target(amount, unit), at(raised), CALENDAR)
    assert found.astimezone(UTC) == at(end).astimezone(UTC)


seconds = st.integers(0, 4 * 366 * 86_400)
moments = seconds.map(lambda later: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=later))


@given(moments, st.integers(1, 60), st.sets(st.dates(date(2025, 1, 1), date(2029, 6, 1)), max_size=40))
def test_working_days_agree_with_another_calendar(since: datetime, amount: int, off: set[date]) -> None:
    calendar = Calendar(LONDON, holidays=frozenset(off))
    first = since.astimezone(LONDON).date() + timedelta(days=1)
    weekdays = [day for day in (first + timedelta(days=n) for n in range(200)) if day.isoweekday() <= 5]
    last = [day for day in weekdays if day not in off][amount - 1]
    end = due(Target(amount, Unit.WORKING_DAYS), since, calendar)
    assert end.astimezone(LONDON).date() == last + timedelta(days=1)
    assert end.astimezone(LONDON).time() == datetime.min.time()


@given(moments, st.integers(0, 30), st.sampled_from(Unit))
def test_waiting_for_no_time_changes_nothing(since: datetime, amount: int, unit: Unit) -> None:
    until = due(Target(amount, unit), since, CALENDAR)
    assert resumed(unit, left(unit, until, since, CALENDAR), since, CALENDAR) == until


@given(moments, st.integers(1, 30), st.sampled_from(Unit), st.integers(0, 40))
def test_waiting_takes_nothing_from_what_was_left(
    since: datetime, amount: int, unit: Unit, waited: int
) -> None:
    until = due(Target(amount, unit), since, CALENDAR)
    back = since + timedelta(days=waited)
    assert resumed(unit, left(unit, until, since, CALENDAR), back, CALENDAR) - back >= timedelta()
    again = resumed(unit, left(unit, until, since, CALENDAR), back, CALENDAR)
    assert left(unit, again, back, CALENDAR) == left(unit, until, since, CALENDAR)


def test_extending_adds_to_the_end_or_to_now_when_that_has_passed() -> None:
    until = at("2026-11-26 00:00")  # when Wednesday is over
    before, after = at("2026-11-24 10:00"), at("2026-11-30 10:00")
    two_days = Target(2, Unit.WORKING_DAYS)
    assert extended(until, two_days, before, CALENDAR) == at("2026-11-28 00:00")
    assert extended(until, two_days, after, CALENDAR) == at("2026-12-03 00:00")
    assert extended(until, Target(5, Unit.HOURS), before, CALENDAR) == at("2026-11-26 05:00")


def test_a_week_needs_a_working_day() -> None:
    with pytest.raises(ValueError, match="working day"):
        Calendar(LONDON, weekdays=frozenset())
