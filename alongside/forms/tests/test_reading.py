"""What fits each kind of question, and what is stored and shown of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alongside.forms import reading
from alongside.forms.answers import Answer, By, Typed, Value
from alongside.forms.reading import Unfit
from alongside.forms.schema import Choice, Day, Kind, Question

TODAY = date(2026, 11, 22)
AB = (Choice("a", "Zone A"), Choice("b", "Zone B"))


def asked(kind: Kind, **said: Any) -> Question:
    return Question(kind, "q", "Q", **said)


@pytest.mark.parametrize(
    ("question", "typed", "value", "shown"),
    [
        (asked(Kind.TEXT), "  Ann \t Example\n", "Ann Example", "Ann Example"),
        (asked(Kind.TEXT), "Zoe\u0308", "Zo\u00eb", "Zo\u00eb"),
        (asked(Kind.TEXT), "<b>&", "<b>&", "<b>&"),
        (asked(Kind.TEXT, pattern="[A-Z]{2}", pattern_message="No."), "AB", "AB", "AB"),
        (asked(Kind.LONG_TEXT), " one\r\n two \n", "one\n two", "one\n two"),
        (asked(Kind.NUMBER), "1,234.50", "1234.5", "1234.5"),
        (asked(Kind.NUMBER), "-0", "0", "0"),
        (asked(Kind.NUMBER), ".5", "0.5", "0.5"),
        (asked(Kind.NUMBER), "1000000", "1000000", "1000000"),
        (asked(Kind.INTEGER), "+12", 12, "12"),
        (asked(Kind.INTEGER), "12.0", 12, "12"),
        (asked(Kind.INTEGER), "\u221212", -12, "-12"),
        (asked(Kind.MONEY), "£ 1,234.5", 123450, "£1,234.50"),
        (asked(Kind.MONEY), "0", 0, "£0.00"),
        (asked(Kind.DATE), "22 November 2026", "2026-11-22", "22 November 2026"),
        (asked(Kind.DATE), "1/2/2026", "2026-02-01", "1 February 2026"),
        (asked(Kind.DATE, latest=Day()), "22/11/2026", "2026-11-22", "22 November 2026"),
        (asked(Kind.DATE_OF_BIRTH), "12.3.1980", "1980-03-12", "12 March 1980"),
        (asked(Kind.EMAIL), " ann@example.com ", "ann@example.com", "ann@example.com"),
        (asked(Kind.TELEPHONE), "01632 960123", "01632 960123", "01632 960123"),
        (asked(Kind.POSTCODE), "pl48aa", "PL4 8AA", "PL4 8AA"),
        (asked(Kind.CHOICE, choices=AB), "b", "b", "Zone B"),
        (asked(Kind.CHOICES, choices=AB), ["b", "a", "b"], ["a", "b"], "Zone A\nZone B"),
        (asked(Kind.CHOICES, choices=AB), "a", ["a"], "Zone A"),
        (asked(Kind.YES_NO), "yes", True, "Yes"),
        (asked(Kind.YES_NO), "no", False, "No"),
        (asked(Kind.TEXT), "", "", ""),
        (asked(Kind.INTEGER), " ", None, ""),
        (asked(Kind.YES_NO), "", None, ""),
        (asked(Kind.CHOICES, choices=AB), [], [], ""),
        (asked(Kind.CHOICES, choices=AB, least=1), [], [], ""),
    ],
)
def test_what_fits(question: Question, typed: Typed, value: Value, shown: str) -> None:
    read = reading.read(question, typed, TODAY)

    assert read == value
    assert type(read) is type(value)
    assert reading.shown(question, read) == shown


@pytest.mark.parametrize(
    ("question", "typed", "message"),
    [
        (asked(Kind.TEXT, required=True), "  ", "Answer this question."),
        (asked(Kind.TEXT, max_length=3), "four", "Use at most 3 characters; this has 4."),
        (asked(Kind.TEXT, min_length=3), "ab", "Use at least 3 characters."),
        (asked(Kind.TEXT, pattern="[A-Z]+", pattern_message="Use capitals."), "ab", "Use capitals."),
        (asked(Kind.TEXT), "a\x00b", "This holds characters that cannot be kept."),
        (asked(Kind.TEXT), "a" * 50_001, "Use at most 50000 characters."),
        (asked(Kind.NUMBER), "twelve", "Enter a number, for example 12.5."),
        (asked(Kind.NUMBER), "1e5", "Enter a number, for example 12.5."),
        (asked(Kind.NUMBER), "1,23", "Enter a number, for example 12.5."),
        (asked(Kind.NUMBER, decimals=1), "1.25", "Use at most 1 decimals."),
        (asked(Kind.NUMBER, maximum=Decimal(1000)), "1001", "This must be at most 1,000."),
        (asked(Kind.INTEGER), "12.5", "Enter a whole number, for example 12."),
        (asked(Kind.INTEGER, minimum=Decimal(1)), "0", "This must be at least 1."),
        (asked(Kind.INTEGER), "9" * 16, "Enter a whole number, for example 12."),
        (asked(Kind.MONEY), "1.234", "Use at most 2 decimals."),
        (asked(Kind.MONEY), "££1", "Enter an amount in pounds, for example 12.50."),
        (asked(Kind.DATE, required=True), "", "Enter a day."),
        (asked(Kind.DATE), "31/2/2026", "Enter a day, month and year that exist, for example 27 3 1984."),
        (asked(Kind.DATE, latest=Day()), "23/11/2026", "This must be today or earlier."),
        (asked(Kind.DATE, earliest=Day(days=-1)), "20/11/2026", "This must be 21 November 2026 or later."),
        (asked(Kind.DATE_OF_BIRTH), "23/11/2026", "A date of birth cannot lie in the future."),
        (asked(Kind.DATE_OF_BIRTH), "1/1/1880", "Check the year: nobody is that old."),
        (asked(Kind.EMAIL), "ann@", "Enter an e-mail address, for example ann@example.org."),
        (asked(Kind.TELEPHONE), "ring me", "Enter a telephone number, for example 01632 960123."),
        (asked(Kind.POSTCODE), "!", "Enter a postcode, for example PL4 8AA."),
        (asked(Kind.CHOICE, choices=AB), "c", "Choose one of the list."),
        (asked(Kind.CHOICE, choices=AB, required=True), "", "Choose one."),
        (asked(Kind.CHOICES, choices=AB), ["a", "c"], "Choose only from the list."),
        (asked(Kind.CHOICES, choices=AB, required=True), [], "Choose at least one."),
        (asked(Kind.CHOICES, choices=AB, least=2), ["a"], "Choose at least 2."),
        (asked(Kind.CHOICES, choices=AB, most=1), ["a", "b"], "Choose only one."),
        (asked(Kind.YES_NO), "perhaps", "Choose yes or no."),
        (asked(Kind.YES_NO, required=True), "", "Choose yes or no."),
    ],
)
def test_what_does_not_fit(question: Question, typed: Typed, message: str) -> None:
    with pytest.raises(Unfit) as unfit:
        reading.read(question, typed, TODAY)

    assert str(unfit.value) == message


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (asked(Kind.TEXT), "Ann"),
        (asked(Kind.LONG_TEXT), "one\ntwo"),
        (asked(Kind.NUMBER), "1234.5"),
        (asked(Kind.INTEGER), "12"),
        (asked(Kind.MONEY), "12.50"),
        (asked(Kind.DATE), "1/2/2026"),
        (asked(Kind.DATE_OF_BIRTH), "12/3/1980"),
        (asked(Kind.CHOICES, choices=AB), ["a", "b"]),
        (asked(Kind.YES_NO), "no"),
        (asked(Kind.INTEGER), ""),
        (asked(Kind.CHOICES, choices=AB), []),
    ],
)
def test_a_stored_answer_is_typed_again_as_it_was(question: Question, typed: Typed) -> None:
    by = By(ref="r", name="Ann")
    answer = Answer(value=reading.read(question, typed, TODAY), by=by, at="")

    assert reading.as_typed(question, {"q": answer}) == typed


def test_what_does_not_fit_is_kept_as_it_was_typed() -> None:
    assert reading.keepable("31/2/1980\r\nor so\x00") == "31/2/1980\nor so"
    assert reading.keepable(["a", "z"]) == ["a", "z"]
    with pytest.raises(Unfit):
        reading.keepable("a" * 50_001)


def test_answers_are_read_again_before_they_are_handed_in() -> None:
    question = asked(Kind.DATE, required=True, earliest=Day())
    by = By(ref="r", name="Ann")
    answers = {"q": Answer(value="2026-11-22", by=by, at="")}

    assert reading.read_again([question], answers, TODAY) == ({"q": "2026-11-22"}, {})
    assert reading.read_again([question], answers, date(2026, 11, 23)) == (
        {},
        {"q": "This must be today or later."},
    )
    assert reading.read_again([question], {}, TODAY) == ({}, {"q": "Enter a day."})
