from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from alongside.people.checking import Checked, Misfit, check

TODAY = date(2026, 11, 22)


@dataclass
class Asked:
    type: str = "text"
    name: str = "asked"
    label: str = "Asked"
    choices: list[str] = field(default_factory=list)
    several: bool = False
    multi_line: bool = False
    required: bool = False


FITTING: list[tuple[Asked, object, Checked]] = [
    (Asked(), "  Ann \t Smith ", "Ann Smith"),
    (Asked(), "Ann\nSmith", "Ann Smith"),
    (Asked(), "e\u0301", "é"),
    (Asked(), None, ""),
    (Asked(multi_line=True), "Rings\r\ntwice", "Rings\ntwice"),
    (Asked("address"), "12 Acacia Avenue\r\nPlymouth", "12 Acacia Avenue\nPlymouth"),
    (Asked("date"), "27 3 1984", "1984-03-27"),
    (Asked("date"), date(1984, 3, 27), "1984-03-27"),
    (Asked("date"), "", None),
    (Asked("date", name="date_of_birth"), "27 March 1984", date(1984, 3, 27)),
    (Asked("datetime"), "2026-11-22 14:05", "2026-11-22T14:05"),
    (Asked("datetime"), "22 11 2026 14:05", "2026-11-22T14:05"),
    (Asked("datetime"), "22/11/2026, 2.05 PM", "2026-11-22T14:05"),
    (Asked("datetime"), "22 November 2026 at 12:05am", "2026-11-22T00:05"),
    (Asked("datetime"), datetime(2026, 11, 22, 14, 5, tzinfo=UTC), "2026-11-22T14:05+00:00"),
    (Asked("number"), "1,234.5", 1234.5),
    (Asked("integer"), "-12", -12),
    (Asked("integer"), " ", None),
    (Asked("choice", choices=["yes", "no"]), "yes", "yes"),
    (Asked("telephone"), "+44 (0)1632 960-123 ext. 7", "+44 (0)1632 960-123 ext. 7"),
    (Asked("email"), "ann@example.org", "ann@example.org"),
    (Asked("postcode"), "pl48aa", "PL4 8AA"),
    (Asked("postcode"), "d-10115", "D-10115"),
    (Asked(several=True), ["a", "", " b "], ["a", "b"]),
    (Asked(several=True), "a", ["a"]),
    (Asked(several=True), "", []),
    (Asked("choice", choices=["yes", "no"], several=True), ["no", "yes"], ["no", "yes"]),
]


@pytest.mark.parametrize(("asked", "typed", "stored"), FITTING)
def test_what_fits_is_stored_in_one_spelling(asked: Asked, typed: object, stored: Checked) -> None:
    assert check([asked], {asked.name: typed}, today=TODAY) == {asked.name: stored}
    # What is stored fits again, so a page that shows it and is sent back changes nothing.
    assert check([asked], {asked.name: stored}, today=TODAY) == {asked.name: stored}


DATE = "Enter a day, month and year that exist, for example 27 3 1984."
MOMENT = "Enter a day and a time, for example 27 3 1984 14:05."
TELEPHONE = "Enter a telephone number, for example 01632 960123."
POSTCODE = "Enter a postcode, for example PL4 8AA."

UNFIT: list[tuple[Asked, object, str]] = [
    (Asked(required=True), " ", "This must be filled in."),
    (Asked(required=True, several=True), [""], "This must be filled in."),
    (Asked(), "x" * 501, "Use at most 500 characters."),
    (Asked("address"), "x" * 1001, "Use at most 1000 characters."),
    (Asked(), "a\x00b", "This holds characters that cannot be kept."),
    (Asked(), "a\ud800b", "This holds characters that cannot be kept."),
    (Asked(), 7, "This must be text."),
    (Asked(), ["a", "b"], "Enter at most 1."),
    (Asked(several=True), ["a"] * 21, "Enter at most 20."),
    (Asked("date"), "31 2 1980", DATE),
    (Asked("date"), "1980", DATE),
    (Asked("date"), "12/3/80", "Give the year with four digits, for example 27 3 1984."),
    (
        Asked("date", name="date_of_birth"),
        "23 11 2026",
        "A date of birth cannot lie in the future.",
    ),
    (Asked("datetime"), "soon", MOMENT),
    (Asked("datetime"), "22/11/2026 25:00", MOMENT),
    (Asked("datetime"), "22/11/2026 14:05pm", MOMENT),
    (Asked("number"), "NaN", "Enter a number, for example 12.5."),
    (Asked("number"), "1e400", "Enter a number, for example 12.5."),
    (Asked("number"), True, "Enter a number, for example 12.5."),
    (Asked("integer"), "1.5", "Enter a whole number, for example 12."),
    (Asked("integer"), "9" * 16, "Enter a whole number, for example 12."),
    (Asked("choice", choices=["yes"]), "no", "Choose one of the list."),
    (Asked("choice", choices=["yes"], several=True), ["yes", "no"], "Choose one of the list."),
    (Asked("telephone"), "12", TELEPHONE),
    (Asked("telephone"), "ring me", TELEPHONE),
    (Asked("telephone"), "1" * 21, TELEPHONE),
    (Asked("email"), "ann@", "Enter an e-mail address, for example ann@example.org."),
    (Asked("postcode"), "Plymouth", POSTCODE),
    (Asked("postcode"), "12345678901", POSTCODE),
]


@pytest.mark.parametrize(("asked", "typed", "message"), UNFIT)
def test_what_does_not_fit_is_said_in_a_sentence(asked: Asked, typed: object, message: str) -> None:
    with pytest.raises(Misfit) as problem:
        check([asked], {asked.name: typed}, today=TODAY)
    assert problem.value.errors == {asked.name: message}


def test_every_error_is_said_at_once() -> None:
    with pytest.raises(Misfit) as problem:
        check([Asked(required=True)], {"asked": "", "unasked": "x"}, today=TODAY)
    assert problem.value.errors == {
        "unasked": "There is no such field.",
        "asked": "This must be filled in.",
    }


@pytest.mark.parametrize(("present", "typed"), [("Drake", "Drake"), (None, ""), ("", " ")])
def test_what_cannot_be_changed_may_be_handed_in_as_it_is(present: str | None, typed: str) -> None:
    check([Asked()], {"asked": typed}, today=TODAY, unchangeable={"asked": present})
    with pytest.raises(Misfit) as problem:
        check([Asked()], {"asked": "Stoke"}, today=TODAY, unchangeable={"asked": present})
    assert problem.value.errors == {"asked": "Only an agent can change this."}


def test_a_choice_that_is_no_longer_offered_stays_with_whoever_has_it() -> None:
    ward = Asked("choice", choices=["Stoke", "Ham"], several=True)
    typed = {"asked": ["Drake", "Ham"]}
    assert check([ward], typed, today=TODAY, present={"asked": ["Drake"]}) == typed
    with pytest.raises(Misfit):
        check([ward], typed, today=TODAY, present={"asked": ["Sutton"]})
