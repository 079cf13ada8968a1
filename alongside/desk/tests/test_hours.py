"""Open time, held against counting it minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.hours import Hours, Level, Opening, target

LONDON = ZoneInfo("Europe/London")
OFFICE = {day: [Opening(time(9), time(12)), Opening(time(13), time(17))] for day in range(5)}
HOURS = Hours(LONDON, OFFICE, frozenset({date(2026, 12, 25)}))
NIGHT = Hours(LONDON, {6: [Opening(time(0), time.max)]})  # Sundays, on which the clocks change


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


ROWS = [
    ("within a morning", HOURS, "2026-11-23 09:30", 60, "2026-11-23 10:30"),
    ("over lunch", HOURS, "2026-11-23 11:30", 60, "2026-11-23 13:30"),
    ("over a weekend", HOURS, "2026-11-27 16:30", 60, "2026-11-30 09:30"),
    ("in the night", HOURS, "2026-11-23 22:00", 60, "2026-11-24 10:00"),
    ("over Christmas", HOURS, "2026-12-24 16:00", 120, "2026-12-28 10:00"),
    ("a Sunday of 23 hours", NIGHT, "2026-03-29 00:00", 23 * 60, "2026-03-30 00:00"),
    ("a Sunday of 25 hours", NIGHT, "2026-10-25 00:00", 25 * 60, "2026-10-26 00:00"),
    ("always open", Hours(LONDON), "2026-11-28 12:00", 24 * 60, "2026-11-29 12:00"),
]


@pytest.mark.parametrize(("title", "hours", "since", "minutes", "until"), ROWS, ids=[row[0] for row in ROWS])
def test_open_time_passes(title: str, hours: Hours, since: str, minutes: int, until: str) -> None:
    assert hours.later(at(since), minutes) == at(until).astimezone(UTC)
    assert hours.between(at(since), at(until)) == timedelta(minutes=minutes)


def open_at(hours: Hours, moment: datetime) -> bool:
    local = moment.astimezone(hours.zone)
    if local.date() in hours.closed:
        return False
    return any(one.begin <= local.time() < one.end for one in hours.week.get(local.weekday(), ()))


starts = st.integers(0, 400 * 24 * 60).map(
    lambda later: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=later)
)


@given(starts, st.integers(0, 5000))
def test_open_time_is_as_counted_minute_by_minute(since: datetime, minutes: int) -> None:
    until = since + timedelta(minutes=minutes)
    counted = sum(open_at(HOURS, since + timedelta(minutes=number)) for number in range(minutes))
    assert HOURS.between(since, until) == timedelta(minutes=counted)


@given(starts, st.integers(1, 3000))
def test_what_is_due_later_was_open_so_long(since: datetime, minutes: int) -> None:
    assert HOURS.between(since, HOURS.later(since, minutes)) == timedelta(minutes=minutes)


def test_the_most_urgent_level_applies() -> None:
    received = at("2026-11-23 09:00")
    levels = [
        Level(480),
        Level(60, topics=frozenset({7, 8})),
        Level(30, segment=2),
        Level(90, in_hours=False, segment=1),
    ]
    assert target(levels, 1, 5, received, HOURS) == at("2026-11-23 10:30").astimezone(UTC)
    assert target(levels, 1, 8, received, HOURS) == at("2026-11-23 10:00").astimezone(UTC)
    assert target(levels, 2, 5, received, HOURS) == at("2026-11-23 09:30").astimezone(UTC)
    assert target([], 1, 5, received, HOURS) is None


def test_a_desk_closes_after_it_opens() -> None:
    with pytest.raises(ValueError, match="after it opens"):
        Opening(time(9), time(9))
