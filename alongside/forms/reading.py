"""What fits a question: from what was typed to the value that is stored, and back.

This is the only judge. Pages derive their hints from the same questions, and actions ask here again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from alongside.forms import patterns
from alongside.forms.answers import Answers, Typed, Value
from alongside.forms.schema import Day, Kind, Question
from alongside.people import checking
from alongside.ui.words import day

LONGEST_KEPT = 50_000  # characters of one answer, also of one that does not fit
OLDEST = 130  # years

_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})?(?:\.([0-9]{1,15}))?")
_SPACE = re.compile(r"\s+")
_YES_NO = {"yes": True, "no": False}


class Unfit(ValueError):
    """An answer does not fit its question; the message is for whoever typed it."""


def read(question: Question, typed: Typed, today: date) -> Value:
    """The value of what was typed; empty is "", None or an empty list. Raises `Unfit`."""
    if question.several:
        return _several(question, [typed] if isinstance(typed, str) else typed)
    text = _cleaned(question, typed if isinstance(typed, str) else "".join(typed[-1:]))
    if not text:
        if question.required:
            raise Unfit(_MISSING.get(question.kind, "Answer this question."))
        return None if question.kind in _NOT_TEXT else ""
    return _READERS[question.kind](question, text, today)


def read_all(
    questions: Iterable[Question], typed: Mapping[str, Typed], today: date
) -> tuple[dict[str, Value], dict[str, str]]:
    """The values of those that fit, and a sentence for each of those that do not, by name. What was
    not typed at all counts as empty."""
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for question in questions:
        try:
            values[question.name] = read(question, typed.get(question.name, ""), today)
        except Unfit as problem:
            errors[question.name] = str(problem)
    return values, errors


def read_again(
    questions: Iterable[Question], answers: Answers, today: date
) -> tuple[dict[str, Value], dict[str, str]]:
    """The same of answers that are stored: a day may be past by now, a required one never given."""
    asked = tuple(questions)
    return read_all(asked, {question.name: as_typed(question, answers) for question in asked}, today)


def keepable(typed: Typed) -> Typed:
    """What was typed, as it can be stored. Raises `Unfit` where it is longer than anybody types."""
    if isinstance(typed, list):
        return [text for text in map(keepable, typed) if isinstance(text, str)]
    if len(typed) > LONGEST_KEPT:
        raise Unfit(f"Use at most {LONGEST_KEPT} characters.")
    storable = typed.encode(errors="replace").decode()  # half characters, which programs can send
    return storable.replace("\x00", "").replace("\r\n", "\n")


def as_typed(question: Question, answers: Answers) -> Typed:
    """A stored answer as people would type it; nothing where there is none."""
    answer = answers.get(question.name)
    if answer is None:
        return [] if question.several else ""
    if "value" not in answer:
        return answer["typed"]
    value = answer["value"]
    if isinstance(value, list):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if question.kind in (Kind.DATE, Kind.DATE_OF_BIRTH) and isinstance(value, str) and value:
        then = date.fromisoformat(value)
        return f"{then.day}/{then.month}/{then.year}"
    return "" if value is None else str(value)


def shown(question: Question, value: Value) -> str:
    """A value as people read it; lists have a line for each."""
    labels = {choice.value: choice.label for choice in question.choices}
    if isinstance(value, list):
        return "\n".join(labels.get(one, one) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None or value == "":
        return ""
    text = str(value)
    if question.kind is Kind.MONEY:
        return f"£{Decimal(text):,}"
    if question.kind in (Kind.DATE, Kind.DATE_OF_BIRTH):
        return day(date.fromisoformat(text))
    return labels.get(text, text)


def _cleaned(question: Question, text: str) -> str:
    """In one spelling of Unicode and of space; raises `Unfit` for what cannot be kept."""
    if len(text) > LONGEST_KEPT:
        raise Unfit(f"Use at most {LONGEST_KEPT} characters.")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in text):
        raise Unfit("This holds characters that cannot be kept.")
    return text.strip() if question.kind is Kind.LONG_TEXT else _SPACE.sub(" ", text).strip()


def _several(question: Question, typed: list[str]) -> Value:
    known = {choice.value for choice in question.choices}
    chosen = [text for text in typed if text]
    if not known.issuperset(chosen):
        raise Unfit("Choose only from the list.")
    value = [choice.value for choice in question.choices if choice.value in chosen]
    least = max(question.least or 0, 1) if question.required else question.least or 0
    if len(value) < least and (value or question.required):
        raise Unfit("Choose at least one." if least == 1 else f"Choose at least {least}.")
    if question.most is not None and len(value) > question.most:
        raise Unfit("Choose only one." if question.most == 1 else f"Choose at most {question.most}.")
    return value


def _text(question: Question, text: str, today: date) -> Value:
    if question.max_length is not None and len(text) > question.max_length:
        raise Unfit(f"Use at most {question.max_length} characters; this has {len(text)}.")
    if question.min_length is not None and len(text) < question.min_length:
        raise Unfit(f"Use at least {question.min_length} characters.")
    if question.pattern and not patterns.compiled(question.pattern).fullmatch(text):
        raise Unfit(question.pattern_message)
    return text


def _number(question: Question, text: str, today: date) -> Value:
    decimals = 6 if question.decimals is None else question.decimals
    number = _decimal(question, text, decimals, "Enter a number, for example 12.5.")
    return format(number.normalize() + 0, "f")


def _integer(question: Question, text: str, today: date) -> Value:
    return int(_decimal(question, text, 0, "Enter a whole number, for example 12."))


def _money(question: Question, text: str, today: date) -> Value:
    text = text.replace("£", "", 1).strip()
    number = _decimal(question, text, 2, "Enter an amount in pounds, for example 12.50.")
    return format(number.quantize(Decimal("0.01")) + 0, "f")


def _decimal(question: Question, text: str, decimals: int, otherwise: str) -> Decimal:
    match = _NUMBER.fullmatch(text.replace("−", "-").replace(" ", ""))
    if match is None or not (match[2] or match[3]):
        raise Unfit(otherwise)
    if len((match[3] or "").rstrip("0")) > decimals:
        raise Unfit(f"Use at most {decimals} decimals." if decimals else otherwise)
    number = Decimal(f"{match[1]}{(match[2] or '0').replace(',', '')}.{match[3] or '0'}")
    if question.minimum is not None and number < question.minimum:
        raise Unfit(f"This must be at least {question.minimum:,}.")
    if question.maximum is not None and number > question.maximum:
        raise Unfit(f"This must be at most {question.maximum:,}.")
    return number


def _date(question: Question, text: str, today: date) -> Value:
    then = date.fromisoformat(_as_in_profiles("date", text, today))
    if question.earliest is not None and then < (first := question.earliest.on(today)):
        raise Unfit(f"This must be {_limit(question.earliest, first)} or later.")
    if question.latest is not None and then > (last := question.latest.on(today)):
        raise Unfit(f"This must be {_limit(question.latest, last)} or earlier.")
    return then.isoformat()


def _limit(limit: Day, then: date) -> str:
    return "today" if limit == Day() else day(then)


def _date_of_birth(question: Question, text: str, today: date) -> Value:
    born = date.fromisoformat(_as_in_profiles("date", text, today))
    if born > today:
        raise Unfit("A date of birth cannot lie in the future.")
    if born.year < today.year - OLDEST:
        raise Unfit("Check the year: nobody is that old.")
    return born.isoformat()


def _contact(question: Question, text: str, today: date) -> Value:
    return _as_in_profiles(question.kind.value, text, today)


def _choice(question: Question, text: str, today: date) -> Value:
    if text not in {choice.value for choice in question.choices}:
        raise Unfit("Choose one of the list.")
    return text


def _yes_no(question: Question, text: str, today: date) -> Value:
    if text not in _YES_NO:
        raise Unfit("Choose yes or no.")
    return _YES_NO[text]


@dataclass
class _Profile:
    """A profile field of one type."""

    type: str
    name: str = "answer"
    label: str = ""
    choices: list[str] = field(default_factory=list)
    several: bool = False
    multi_line: bool = False
    required: bool = False


def _as_in_profiles(type_: str, text: str, today: date) -> str:
    """Dates, addresses and numbers are read as everywhere in the house."""
    try:
        return str(checking.check([_Profile(type_)], {"answer": text}, today=today)["answer"])
    except checking.Misfit as misfit:
        raise Unfit(misfit.errors["answer"]) from None


_Reader = Callable[[Question, str, date], Value]
_READERS: dict[Kind, _Reader] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.DATE_OF_BIRTH: _date_of_birth,
    Kind.EMAIL: _contact,
    Kind.TELEPHONE: _contact,
    Kind.POSTCODE: _contact,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
}
_NOT_TEXT = (Kind.INTEGER, Kind.YES_NO)
_MISSING = {
    Kind.CHOICE: "Choose one.",
    Kind.YES_NO: "Choose yes or no.",
    Kind.DATE: "Enter a day.",
    Kind.DATE_OF_BIRTH: "Enter your date of birth.",
    Kind.EMAIL: "Enter an e-mail address.",
    Kind.TELEPHONE: "Enter a telephone number.",
    Kind.POSTCODE: "Enter a postcode.",
}
