from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.people.checking import Misfit
from alongside.people.retention import (
    AGAIN,
    Life,
    Retention,
    check,
    counts_from,
    is_due,
    months_before,
    months_between,
)

LIMIT = datetime(2024, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_tenant_that_says_nothing_keeps_people_without_an_end() -> None:
    assert Retention.of({}) == Retention(people=None, looks=90, drafts=None, jobs=90, imports=30, archives=1)


@pytest.mark.parametrize("wrong", ["24", 0, -1, True, 1.5, [], 1201, 10**9])
def test_what_cannot_be_meant_erases_nobody(wrong: object) -> None:
    assert Retention.of({"retention": {"people": wrong, "looks": 40}}) == Retention(looks=40)


@pytest.mark.parametrize("wrong", [None, 7, "all", [1]])
def test_settings_that_are_no_settings_are_the_defaults(wrong: object) -> None:
    assert Retention.of({"retention": wrong}) == Retention()


def test_only_what_differs_is_kept() -> None:
    assert check({"people": " 24 ", "drafts": "", "looks": "90"}).differing() == {"people": 24}


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"people": "two"}, {"people": "Enter a whole number from 1 to 1,200, or leave it empty."}),
        ({"people": "0"}, {"people": "Enter a whole number from 1 to 1,200, or leave it empty."}),
        ({"looks": ""}, {"looks": "Enter a whole number from 31 to 3,650."}),
        ({"looks": "30", "jobs": "9"}, {"looks": "Enter a whole number from 31 to 3,650."}),
        ({"archives": "٣"}, {"archives": "Enter a whole number from 1 to 30."}),
        ({"imports": "9" * 400}, {"imports": "Enter a whole number from 1 to 365."}),
    ],
)
def test_what_does_not_fit_is_said(values: dict[str, object], errors: dict[str, str]) -> None:
    with pytest.raises(Misfit) as misfit:
        check(values)
    assert misfit.value.errors == errors


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-05-31", 3, "2026-02-28"),
        ("2024-05-31", 3, "2024-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-01", 12, "2025-12-01"),
        ("2026-12-01", 24, "2024-12-01"),
    ],
)
def test_months_are_counted_by_the_calendar(day: str, months: int, earlier: str) -> None:
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    assert months_before(at, months).date().isoformat() == earlier


@pytest.mark.parametrize(
    ("before", "after", "months"),
    [("2024-05-10", "2026-05-10", 24), ("2024-05-10", "2026-05-09", 23), ("2026-05-10", "2026-05-10", 0)],
)
def test_an_age_is_in_whole_months(before: str, after: str, months: int) -> None:
    assert months_between(date.fromisoformat(before), date.fromisoformat(after)) == months


def life(last: datetime, against: str = "") -> Life:
    return Life(1, (("Registered", LIMIT - 900 * DAY), ("Signed in", last)), against)


@pytest.mark.parametrize(
    ("known", "due", "from_when"),
    [
        (life(LIMIT), True, LIMIT),
        (life(LIMIT - DAY), True, LIMIT - DAY),
        (life(LIMIT + DAY), False, LIMIT + DAY),
        (life(LIMIT - DAY, "They are held."), False, LIMIT + AGAIN),
        (life(LIMIT + 90 * DAY, "They are held."), False, LIMIT + 90 * DAY),
    ],
)
def test_who_is_due_and_from_when_the_others_are_counted(known: Life, due: bool, from_when: datetime) -> None:
    assert (is_due(known, LIMIT), counts_from(known, LIMIT)) == (due, from_when)
