from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from alongside.ui import words

LONDON = ZoneInfo("Europe/London")


def test_a_moment_is_said_as_the_clock_on_the_wall_shows_it() -> None:
    # In July the clock in London is an hour ahead of UTC.
    assert words.moment(datetime(2026, 7, 3, 13, 5, tzinfo=ZoneInfo("UTC"))) == "3 July 2026, 14:05"


def test_the_clock_of_a_moment_has_two_digits_for_each_part() -> None:
    assert words.clock(datetime(2026, 11, 22, 9, 5, tzinfo=LONDON)) == "09:05"


def test_a_day_is_said_without_a_leading_zero() -> None:
    assert words.day(date(2026, 11, 2)) == "2 November 2026"


def test_a_moment_just_before_midnight_in_utc_belongs_to_the_next_day_in_summer() -> None:
    assert words.day(datetime(2026, 7, 3, 23, 30, tzinfo=ZoneInfo("UTC"))) == "4 July 2026"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "0:00"),
        (timedelta(seconds=59), "0:59"),
        (timedelta(minutes=4, seconds=5), "4:05"),
        (timedelta(hours=1, minutes=4, seconds=5), "1:04:05"),
        (timedelta(days=1, seconds=1), "24:00:01"),
        (timedelta(seconds=-3), "0:00"),
    ],
)
def test_a_span_reads_as_a_timer(span: timedelta, said: str) -> None:
    assert words.spent(span) == said


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=50), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=13), "13 days ago"),
    ],
)
def test_what_happened_lately_is_said_by_how_long_ago(gone: timedelta, said: str) -> None:
    assert words.ago(timezone.now() - gone) == said


def test_what_happened_long_ago_is_said_by_its_day() -> None:
    assert words.ago(datetime(2001, 2, 3, 12, tzinfo=LONDON)) == "3 February 2001"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ann Example", "AE"),
        ("Ann Mary Example", "AE"),
        ("ann", "A"),
        ("", ""),
        ("  Ödön  von Horváth ", "ÖH"),
    ],
)
def test_initials_are_at_most_two_capital_letters(name: str, letters: str) -> None:
    assert words.initials(name) == letters
