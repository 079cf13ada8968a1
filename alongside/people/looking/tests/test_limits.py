from __future__ import annotations

import pytest

from alongside.people.checking import Misfit
from alongside.people.looking.limits import Limits, check


def test_a_tenant_that_says_nothing_has_the_defaults() -> None:
    assert Limits.of({}) == Limits() == Limits(hour=40, day=100, stop=200, alone=30, times=3)


@pytest.mark.parametrize("wrong", [None, "40", 0, -1, True, 1.5, [], 10**9])
def test_what_cannot_be_meant_is_the_default(wrong: object) -> None:
    assert Limits.of({"looking": {"hour": wrong, "day": 50}}) == Limits(day=50)


@pytest.mark.parametrize("wrong", [None, 7, "all", [1]])
def test_settings_that_are_no_settings_are_the_defaults(wrong: object) -> None:
    assert Limits.of({"looking": wrong}) == Limits()


def test_only_what_differs_is_kept() -> None:
    assert check({"hour": " 20 ", "day": "100"}).differing() == {"hour": 20}


@pytest.mark.parametrize(
    ("values", "field", "error"),
    [
        ({"hour": "many"}, "hour", "Enter a whole number from 1 to 1,000,000."),
        ({"hour": ""}, "hour", "Enter a whole number from 1 to 1,000,000."),
        ({"opens": "24"}, "opens", "Enter a whole number from 0 to 23."),
        (
            {"hour": "50", "day": "40"},
            "stop",
            "The limits must grow: first an hour's, then a day's, then where looking ends.",
        ),
        ({"opens": "20", "closes": "8"}, "closes", "The usual hours end after they begin."),
    ],
)
def test_what_does_not_fit_is_said(values: dict[str, object], field: str, error: str) -> None:
    with pytest.raises(Misfit) as misfit:
        check(values)
    assert misfit.value.errors == {field: error}
