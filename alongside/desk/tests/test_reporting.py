"""What a report says of questions, and of the hours in which the desk was closed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from alongside.desk.hours import Hours, Opening
from alongside.desk.reporting import Asked, backlog, by_topic

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALWAYS = Hours(UTC)
OFFICE = Hours(UTC, {day: (Opening(time(9), time(17)),) for day in range(5)})


def test_each_question_stands_in_one_column() -> None:
    rows = [
        Asked(1, MONDAY, MONDAY + 2 * HOUR, MONDAY + HOUR, MONDAY + HOUR),  # within
        Asked(1, MONDAY, MONDAY + 2 * HOUR, MONDAY + 2 * HOUR, None),  # at the very moment, without an answer
        Asked(1, MONDAY, MONDAY + 2 * HOUR, MONDAY + 3 * HOUR, MONDAY + 3 * HOUR),  # late
        Asked(1, MONDAY, MONDAY + 2 * HOUR, None, MONDAY + 2 * HOUR),  # answered and left open
        Asked(2, MONDAY, None, MONDAY + HOUR, None),  # nothing promised
        Asked(2, MONDAY, MONDAY - HOUR, None, None),  # overdue, and not resolved
    ]
    lines, total = by_topic(rows, ALWAYS)
    found = {
        topic: (one.came, one.within, one.late, one.no_target, one.no_resolution)
        for topic, one in (*lines.items(), (0, total))
    }
    assert found == {1: (4, 2, 1, 0, 1), 2: (2, 0, 0, 1, 1), 0: (6, 2, 1, 1, 2)}
    assert (lines[1].percent_within, lines[2].percent_within, total.percent_within) == (67, None, 67)
    assert (lines[1].first_response, lines[2].first_response) == (2 * HOUR, None)
    assert all(
        one.came == one.within + one.late + one.no_target + one.no_resolution for one in lines.values()
    )


def test_the_time_in_which_the_desk_is_closed_counts_for_nothing() -> None:
    friday = MONDAY + timedelta(days=4, hours=7)  # an hour before it closes
    monday = MONDAY + timedelta(days=7, hours=1)
    _, total = by_topic([Asked(1, friday, None, monday, monday)], OFFICE)
    assert total.first_response == 2 * HOUR


def test_what_is_open_has_an_age() -> None:
    ages = [timedelta(), timedelta(hours=23), timedelta(days=1), timedelta(days=29), timedelta(days=400)]
    counted = backlog([MONDAY - age for age in ages], MONDAY)
    assert [count for _, count in counted] == [2, 1, 0, 1, 1]
