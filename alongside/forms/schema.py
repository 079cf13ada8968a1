"""What a form asks: several pages of typed questions, read from a JSON definition.

    {"pages": [{"title": "About you", "items": [
        {"type": "information", "text": "You are asking as {SITEUSERNAME}."},
        {"type": "text", "name": "full_name", "label": "Full name", "required": true, "max_length": 80}]},
      {"title": "Your car", "condition": {"question": "drives", "equals": true}, "items": […]}],
     "summary": {"text": "Look through your answers.", "button": "Send"},
     "confirmation": "We answer within five working days."}

Every key is in `keys`, with what it means. A definition that was parsed can be relied on: names are unique,
limits do not contradict each other, patterns compile and cannot run away, conditions ask for what is there
and not in circles. How a definition is read is in `parsing`, what fits a question in `reading`, what is asked
at all in `asking`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from alongside.forms.conditions import Condition, Day

__all__ = [
    "ADDRESS_PARTS",
    "BadDefinition",
    "Choice",
    "Condition",
    "Day",
    "Definition",
    "Information",
    "Item",
    "Kind",
    "Page",
    "Part",
    "Question",
    "Summary",
]


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
    MONEY = "money"  # as a number of pence: 1250; in older answers as text: "12.50"
    DATE = "date"  # as text: "2026-11-22"
    DATE_OF_BIRTH = "date_of_birth"  # the same
    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"
    ADDRESS = "address"  # texts by `ADDRESS_PARTS`
    CHOICE = "choice"  # one of; the choice's value
    CHOICES = "choices"  # many of; a list of values, in the order of the definition
    YES_NO = "yes_no"  # as true or false
    FILE = "file"  # a list of {"id", "name", "size"}
    GROUP = "group"  # the ids of its rows; each row's answers are beside it: "children.r1.born"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    """A line of an address."""

    name: str
    label: str
    autocomplete: str
    required: bool = False
    longest: int = 100


ADDRESS_PARTS = (
    Part("line1", "Address line 1", "address-line1", required=True),
    Part("line2", "Address line 2", "address-line2"),
    Part("town", "Town or city", "address-level2", required=True),
    Part("county", "County", "address-level1"),
    Part("postcode", "Postcode", "postal-code", required=True, longest=12),
)


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
    prefill: str = ""  # a field of the person's profile
    condition: Condition | None = None
    currency: str = ""  # of `money.CURRENCIES`; pounds where there is none
    types: tuple[str, ...] = ()  # of `filetypes.TYPES`; all of them where there are none
    max_files: int | None = None
    max_megabytes: int | None = None
    row: str = ""  # what one row of a group is called
    min_rows: int | None = None
    max_rows: int | None = None
    items: tuple[Question | Information, ...] = ()  # of each row

    @property
    def several(self) -> bool:
        """Whether the answer is a list."""
        return self.kind in (Kind.CHOICES, Kind.FILE, Kind.GROUP)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked in each row of a group."""
        return tuple(item for item in self.items if isinstance(item, Question))


@dataclass(frozen=True, slots=True)
class Information:
    """Something said between the questions. `facts` are names and texts; all may hold placeholders."""

    title: str = ""
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    condition: Condition | None = None


Item: TypeAlias = Question | Information


@dataclass(frozen=True)
class Page:
    title: str
    items: tuple[Item, ...]
    help: str = ""
    condition: Condition | None = None

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
    process: str = ""  # begins with each submission
    case_type: str = ""  # opened by each submission
    receipt: bool = False  # each submission is confirmed by e-mail
    receipt_document: bool = False  # what was handed in comes with that e-mail as a PDF

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, page by page; what is asked in the rows of a group is in the group."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def every(self) -> tuple[Question, ...]:
        """The same, with what is asked in rows after its group."""
        return tuple(each for question in self.questions for each in (question, *question.questions))

    @property
    def steps(self) -> list[str]:
        """The titles of the pages, the one for checking last."""
        return [*(page.title for page in self.pages), self.summary.title]

    def page_of(self, name: str) -> int:
        """The number, from 1, of the page that asks a question."""
        return self._pages_by_name[name]

    @cached_property
    def _pages_by_name(self) -> dict[str, int]:
        return {
            each.name: number
            for number, page in enumerate(self.pages, 1)
            for question in page.questions
            for each in (question, *question.questions)
        }
