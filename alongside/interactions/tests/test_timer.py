from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.interactions.timer import Timer, whole

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=365)).map(lambda later: NOON + later)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_a_new_timer_stands_at_nothing() -> None:
    assert Timer().at(NOON) == timedelta()


def test_a_running_timer_counts_from_when_it_was_started() -> None:
    assert Timer().started(NOON).at(NOON + seconds(65)) == seconds(65)


def test_a_stopped_timer_stands_still() -> None:
    timer = Timer().started(NOON).stopped(NOON + seconds(65))

    assert timer == Timer(seconds(65))
    assert timer.at(NOON + timedelta(days=1)) == seconds(65)


def test_starting_twice_changes_nothing() -> None:
    timer = Timer().started(NOON)

    assert timer.started(NOON + seconds(30)) == timer


@pytest.mark.parametrize(
    ("begun", "read", "spent"),
    [(0.0, 0.999, 0), (0.9, 1.0, 1), (0.9, 1.8, 1), (0.999999, 1.0, 1), (0.0, 60.0, 60)],
)
def test_parts_of_seconds_are_cut_from_the_moments_not_from_the_span(
    begun: float, read: float, spent: int
) -> None:
    assert Timer().started(NOON + seconds(begun)).at(NOON + seconds(read)) == seconds(spent)


def test_a_clock_that_was_set_back_takes_nothing_away() -> None:
    timer = Timer(seconds(10)).started(NOON)

    assert timer.at(NOON - timedelta(hours=1)) == seconds(10)


def test_hours_asleep_are_counted_as_they_passed() -> None:
    """A laptop that sleeps, a page that is loaded again: nothing ticks, so nothing is missed."""
    assert Timer().started(NOON).at(NOON + timedelta(hours=9)) == timedelta(hours=9)


@given(st.lists(moments, min_size=2, max_size=20))
def test_stretches_that_follow_each_other_add_up_to_the_time_between(unsorted: list[datetime]) -> None:
    """[a, b), [b, c) … of several timers in turn, as when resuming one contact pauses another."""
    edges = sorted(unsorted)
    timers = [Timer(), Timer(), Timer()]
    for number, (start, end) in enumerate(pairwise(edges)):
        timers[number % 3] = timers[number % 3].started(start).stopped(end)

    assert sum((timer.spent for timer in timers), timedelta()) == whole(edges[-1]) - whole(edges[0])


@given(moments, moments, moments)
def test_reading_never_changes_what_is_read_later(a: datetime, b: datetime, c: datetime) -> None:
    begun, looked, closed = sorted([a, b, c])
    timer = Timer().started(begun)
    timer.at(looked)

    assert timer.stopped(closed).spent == whole(closed) - whole(begun)
