import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.dates import in_digits, stated, written


@pytest.mark.parametrize(
    "text",
    [
        "12/3/1980", "12/03/1980", "12-03-1980", "12.03.1980", "12 3 1980", "1980-03-12", "1980/3/12",
        "12 Mar 1980", "12 March 1980", "12th march 1980", "12mar1980", "12-Mar-1980", "March 12, 1980",
        "1980-03-12T10:00:00Z", " 12/3/1980 ",
    ],
)  # fmt: skip
def test_a_day_is_understood_however_it_is_written(text: str) -> None:
    assert written(text) == ("19800312",)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12.03.80", ("19800312", "20800312")),
        ("1/2/03", ("19030201", "20030201")),
        ("12 Mar 80", ("19800312", "20800312")),
        ("3/25/1980", ("19800325",)),
        ("3/1980", ("198003",)),
        ("Mar 1980", ("198003",)),
        ("sept 1980", ("198009",)),
        ("1980-03", ("198003",)),
        ("29/2/1980", ("19800229",)),
        ("29/2/1981", ()),
        ("31/4/1980", ()),
        ("12/13/1780", ()),
        ("12 34 56", ()),
        ("marchant 1980", ()),
        ("12 marsh 1980", ()),
        ("smith", ()),
        ("", ()),
    ],
)
def test_two_digits_are_either_century_and_what_is_no_date_is_none(text: str, days: tuple[str, ...]) -> None:
    assert written(text) == days


@pytest.mark.parametrize(
    ("digits", "days"),
    [
        ("12031980", ("19800312",)),
        ("19800312", ("19800312",)),
        ("20011990", ("19900120",)),
        ("1980", ("1980",)),
        ("1234", ()),
        ("12345678", ()),
        ("123", ()),
    ],
)
def test_a_run_of_digits_may_be_a_day_or_a_year(digits: str, days: tuple[str, ...]) -> None:
    assert in_digits(digits) == days


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert all(day.isdigit() and len(day) in (6, 8) for day in written(text))


@pytest.mark.parametrize(
    ("text", "days"),
    [("19800312", ("19800312",)), ("12031980", ("19800312",)), ("12/3/1980", ("19800312",)), ("1980", ())],
)
def test_what_must_be_a_date_may_be_eight_digits(text: str, days: tuple[str, ...]) -> None:
    assert stated(text) == days
