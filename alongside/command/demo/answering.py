"""Plausible answers to any form: what a person would say, as far as it can be known or guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from alongside.forms import reading
from alongside.forms.answers import Typed
from alongside.forms.reading import Unfit
from alongside.forms.schema import Kind, Page, Question
from alongside.people.models import Person

# What people say in a line or two, the likelier to fit the shorter the question allows.
_STORIES = (
    "It has been like this since the storm two weeks ago, and the children have to walk in the road.",
    "I rang in September and was told it would be looked at. Nothing has happened yet.",
    "Nothing more to say, thank you.",
    "Thank you.",
)
_LINES = (
    "14 Quay Street",
    "Port Alder",
    "Blue Vauxhall Corsa",
    "AB12 CDE",
    "QQ 12 34 56 C",
    "100 000 018",
    "None",
    "12",
)


class Unanswerable(ValueError):
    """None of the answers at hand fits a question."""


def answers(page: Page, person: Person, draw: Random, today: date) -> dict[str, Typed]:
    """An answer for each question of a page, as it would be typed."""
    return {question.name: answer(question, person, draw, today) for question in page.questions}


def answer(question: Question, person: Person, draw: Random, today: date) -> Typed:
    """The first answer that fits; none to some of the questions that need none. Raises `Unanswerable`."""
    nothing: Typed = [] if question.several else ""
    if not question.required and draw.random() < 0.3:
        return nothing
    for typed in _candidates(question, person, draw, today):
        try:
            reading.read(question, typed, today)
        except Unfit:
            continue
        return typed
    if not question.required:
        return nothing
    raise Unanswerable(f"{question.name}: {question.label}")


def _candidates(question: Question, person: Person, draw: Random, today: date) -> Iterable[Typed]:
    match question.kind:
        case Kind.TEXT:
            return (*_of_the_person(question, person), *draw.sample(_LINES, len(_LINES)))
        case Kind.LONG_TEXT:
            return (*_of_the_person(question, person), *draw.sample(_STORIES, len(_STORIES)))
        case Kind.INTEGER | Kind.NUMBER | Kind.MONEY:
            return _numbers(question)
        case Kind.DATE:
            return _days(question, today)
        case Kind.DATE_OF_BIRTH:
            return (f"{person.date_of_birth or date(1975, 5, 12):%d/%m/%Y}",)
        case Kind.EMAIL:
            return (person.email, "somebody@example.com")
        case Kind.TELEPHONE:
            return (_known(person, "mobile"), _known(person, "telephone"), "07700 900123")
        case Kind.POSTCODE:
            return (_known(person, "postcode"), "PL4 9AB")
        case Kind.CHOICE:
            return [choice.value for choice in draw.sample(question.choices, len(question.choices))]
        case Kind.CHOICES:
            some = max(1, question.least or 0)
            return ([choice.value for choice in question.choices[:some]],)
        case Kind.YES_NO:
            return draw.sample(("yes", "no"), 2)
        case Kind.ADDRESS:
            return (_address(person),)
        case Kind.FILE | Kind.GROUP:  # what is sent and what is asked of rows is left out
            return ([],)


def _address(person: Person) -> dict[str, str]:
    line = _known(person, "address").split("\n")[0].split(",")[0] or "14 Quay Street"
    return {"line1": line, "town": "Port Alder", "postcode": _known(person, "postcode") or "PL4 9AB"}


def _of_the_person(question: Question, person: Person) -> Iterator[str]:
    """What is known of the person, where the question is about that."""
    asked = f"{question.autocomplete} {question.name}".replace("-", "_")
    for hint, value in {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "postcode": _known(person, "postcode"),
        "address": _known(person, "address"),
        "account": _known(person, "account_number"),
        "name": person.name,
    }.items():
        if hint in asked and value:
            yield value


def _known(person: Person, field: str) -> str:
    return str(person.value(field) or "")


def _numbers(question: Question) -> Iterator[str]:
    least, most = question.minimum, question.maximum
    yield str(min(max(Decimal(2), least or Decimal(2)), most or Decimal(2)))
    for limit in (least, most):
        if limit is not None:
            yield str(limit)


def _days(question: Question, today: date) -> Iterator[str]:
    days = [today - timedelta(days=3), today + timedelta(days=14), today]
    days += [limit.on(today) for limit in (question.earliest, question.latest) if limit is not None]
    return (f"{day.day}/{day.month}/{day.year}" for day in days)
