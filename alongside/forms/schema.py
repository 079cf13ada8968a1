"""What a form asks: several pages of typed questions, read from a JSON definition.

    {"pages": [{"title": "About you", "items": [
        {"type": "information", "text": "You are asking as {SITEUSERNAME}."},
        {"type": "text", "name": "full_name", "label": "Full name", "required": true, "max_length": 80}]}],
     "summary": {"text": "Look through your answers.", "button": "Send"},
     "confirmation": "We answer within five working days."}

A definition that was parsed can be relied on: names are unique, limits do not contradict each other,
patterns compile and cannot run away. How a definition is read is in `parsing`, what fits a question
in `reading`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias


class BadDefinition(ValueError):
    """A definition that cannot be used. `problems` are sentences, each with the place it is about:
    `pages[1].items[0].label: is missing.`"""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Kind(StrEnum):
    """What sort of answer a question takes, and how it is stored."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # several lines
    NUMBER = "number"  # as text: "12.5"
    INTEGER = "integer"  # as a number
    MONEY = "money"  # as text with two decimals: "12.50"
    DATE = "date"  # as text: "2026-11-22"
    DATE_OF_BIRTH = "date_of_birth"  # the same
    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"
    CHOICE = "choice"  # one of; the choice's value
    CHOICES = "choices"  # many of; a list of values, in the order of the definition
    YES_NO = "yes_no"  # as true or false


@dataclass(frozen=True, slots=True)
class Day:
    """A limit of dates: a fixed day, or so many days from today."""

    fixed: date | None = None
    days: int = 0

    def on(self, today: date) -> date:
        return self.fixed or today + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Limits that its kind does not have are None."""

    kind: Kind
    name: str
    label: str
    help: str = ""
    required: bool = False
    default: str = ""  # may hold placeholders
    autocomplete: str = ""  # what browsers may fill in, for people who type about themselves
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    pattern_message: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None
    earliest: Day | None = None
    latest: Day | None = None
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None

    @property
    def several(self) -> bool:
        """Whether the answer is a list."""
        return self.kind is Kind.CHOICES


@dataclass(frozen=True, slots=True)
class Information:
    """Something said between the questions. `facts` are names and texts; all may hold placeholders."""

    title: str = ""
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()


Item: TypeAlias = Question | Information


@dataclass(frozen=True)
class Page:
    title: str
    items: tuple[Item, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(item for item in self.items if isinstance(item, Question))


@dataclass(frozen=True, slots=True)
class Summary:
    """The last page, where answers are checked before they are handed in."""

    title: str = "Check your answers"
    text: str = ""
    button: str = "Hand in"


@dataclass(frozen=True)
class Definition:
    pages: tuple[Page, ...]
    summary: Summary = Summary()
    confirmation: str = ""  # what happens next, said once it is handed in

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def steps(self) -> list[str]:
        """The titles of the pages, the one for checking last."""
        return [*(page.title for page in self.pages), self.summary.title]

    def page_of(self, name: str) -> int:
        """The number, from 1, of the page that asks a question."""
        return next(
            number
            for number, page in enumerate(self.pages, 1)
            if any(question.name == name for question in page.questions)
        )
