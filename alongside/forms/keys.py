"""What a definition may say, as data: the keys of a form, a page, each kind of question.

`parsing` reads definitions by these tables, and the pages on which staff build forms draw their fields from
them, so that neither can know a key that the other does not. `sort` says how a value is read (`Sort`), `low`
and `high` bound numbers, lengths of texts and of lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from alongside.forms import filetypes, money
from alongside.forms.schema import ADDRESS_PARTS, Kind

MOST_PAGES, MOST_ITEMS, MOST_QUESTIONS, MOST_CHOICES, MOST_ROWS = 50, 300, 500, 300, 50
SHORT, MIDDLE, LONG = 200, 1000, 5000  # characters of labels, of help, of texts
LONGEST_PATTERN = 200
LONGEST_ANSWER = {Kind.TEXT: 200, Kind.LONG_TEXT: 5000}  # unless the definition says less or more
LONGEST_POSSIBLE = {Kind.TEXT: 1000, Kind.LONG_TEXT: 20_000}


class Sort(StrEnum):
    """How the value of a key is written in JSON, and so which control edits it."""

    NAME = "name"  # small letters, digits and _
    SLUG = "slug"  # small letters, digits and -
    LINE = "line"  # a text of one line
    TEXT = "text"  # a text of several lines
    FLAG = "flag"  # true or false
    WHOLE = "whole"  # a whole number
    NUMBER = "number"  # a number, or a text that is one
    DAY = "day"  # 2026-11-22, today, today-30, today+14
    ONE_OF = "one_of"  # a text, one of `known`
    SOME_OF = "some_of"  # a list of texts out of `known`
    PATTERN = "pattern"  # a regular expression
    PROFILE_FIELD = "profile_field"  # the name of a field of people's profiles
    CONDITION = "condition"  # as `conditions` shows it
    CHOICES = "choices"  # a list of {"value": …, "label": …}
    FACTS = "facts"  # a list of {"name": …, "text": …}
    ITEMS = "items"  # a list of questions and informations


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that can be said. `label` and `help` are for whoever builds a form."""

    name: str
    sort: Sort
    label: str
    help: str = ""
    required: bool = False
    low: int = 0
    high: int = SHORT
    known: tuple[tuple[str, str], ...] = ()  # values and their labels
    placeholders: bool = False  # whether {SITEUSERNAME} and the like may stand in it


@dataclass(frozen=True, slots=True)
class Sheet:
    """The keys of one kind of question. `label` is what whoever builds a form calls it."""

    label: str
    help: str
    keys: tuple[Key, ...]

    @property
    def every(self) -> tuple[Key, ...]:
        return (*COMMON, *self.keys)


def names(keys: Iterable[Key]) -> tuple[str, ...]:
    return tuple(key.name for key in keys)


# What browsers can fill in about the person who types (HTML, "autofill field names").
AUTOCOMPLETE = (
    ("name", "Full name"), ("honorific-prefix", "Title"), ("given-name", "First name"),
    ("additional-name", "Middle name"), ("family-name", "Last name"), ("organization", "Organisation"),
    ("street-address", "Address"), ("address-line1", "First line of the address"),
    ("address-line2", "Second line of the address"), ("address-line3", "Third line of the address"),
    ("address-level2", "Town"), ("postal-code", "Postcode"), ("country-name", "Country"),
    ("tel", "Telephone"), ("email", "E-mail"), ("bday", "Date of birth"), ("sex", "Gender"),
    ("language", "Language"), ("url", "Web address"),
)  # fmt: skip

_CONDITION = Key(
    "condition", Sort.CONDITION, "Shown only if", "What must have been answered before this is asked."
)
_AUTOCOMPLETE = Key(
    "autocomplete", Sort.ONE_OF, "Filled in by the browser",
    "Which of the things that a browser knows about its owner this is.", known=AUTOCOMPLETE,
)  # fmt: skip
_MINIMUM = Key("minimum", Sort.NUMBER, "Smallest", "The smallest number that fits.")
_MAXIMUM = Key("maximum", Sort.NUMBER, "Largest", "The largest number that fits.")
_A_DAY = "A day such as 2026-11-22, or today, today-30, today+14."
_EARLIEST = Key("earliest", Sort.DAY, "Earliest day", _A_DAY)
_LATEST = Key("latest", Sort.DAY, "Latest day", _A_DAY)
_CHOICES = Key(
    "choices", Sort.CHOICES, "Choices", "What can be chosen: a value to store, and the words people read.",
    required=True, low=1, high=MOST_CHOICES,
)  # fmt: skip


def _lengths(kind: Kind) -> tuple[Key, Key]:
    most = LONGEST_POSSIBLE[kind]
    return (
        Key("min_length", Sort.WHOLE, "Fewest characters", "How short an answer may be.", low=1, high=most),
        Key("max_length", Sort.WHOLE, "Most characters",
            f"How long an answer may be; {LONGEST_ANSWER[kind]} where nothing is said.", low=1, high=most),
    )  # fmt: skip


COMMON = (
    Key("type", Sort.LINE, "Type", "What sort of answer this takes.", required=True),
    Key("name", Sort.NAME, "Name", "How programs, conditions and exports call the answer.",
        required=True, high=40),
    Key("label", Sort.LINE, "Question", "What is asked.", required=True),
    Key("help", Sort.LINE, "Help", "A sentence below the question.", high=MIDDLE),
    Key("required", Sort.FLAG, "Must be answered", "Nobody goes on without an answer."),
    Key("default", Sort.LINE, "Answer to begin with", "It can be changed, and may hold {SITEUSERNAME}.",
        high=MIDDLE, placeholders=True),
    Key("prefill", Sort.PROFILE_FIELD, "Filled in from the profile",
        "The field of the person's profile that the answer begins with."),
    _CONDITION,
)  # fmt: skip

KINDS: dict[Kind, Sheet] = {
    Kind.TEXT: Sheet("Short text", "One line.", (
        *_lengths(Kind.TEXT),
        Key("pattern", Sort.PATTERN, "Pattern", "A regular expression that the whole answer must match.",
            high=LONGEST_PATTERN),
        Key("pattern_message", Sort.LINE, "If the pattern does not match",
            "The sentence that says what to enter, with an example."),
        _AUTOCOMPLETE)),
    Kind.LONG_TEXT: Sheet("Long text", "Several lines.", (*_lengths(Kind.LONG_TEXT), _AUTOCOMPLETE)),
    Kind.NUMBER: Sheet("Number", "A number with decimals.", (
        _MINIMUM, _MAXIMUM, Key("decimals", Sort.WHOLE, "Decimals", "Digits after the point.", high=6))),
    Kind.INTEGER: Sheet("Whole number", "A number without decimals.", (_MINIMUM, _MAXIMUM)),
    Kind.MONEY: Sheet("Amount of money", "Kept exactly, in the smallest unit of its currency.", (
        _MINIMUM, _MAXIMUM,
        Key("currency", Sort.ONE_OF, "Currency", "Pounds where nothing is said.", known=money.KNOWN))),
    Kind.DATE: Sheet("Date", "A day, month and year.", (_EARLIEST, _LATEST)),
    Kind.DATE_OF_BIRTH: Sheet("Date of birth", "A day in the past.", (_AUTOCOMPLETE,)),
    Kind.EMAIL: Sheet("E-mail address", "One address.", (_AUTOCOMPLETE,)),
    Kind.TELEPHONE: Sheet("Telephone number", "One number, of any country.", (_AUTOCOMPLETE,)),
    Kind.POSTCODE: Sheet("Postcode", "A postcode of the United Kingdom.", (_AUTOCOMPLETE,)),
    Kind.ADDRESS: Sheet("Address", f"{', '.join(part.label for part in ADDRESS_PARTS)}.", ()),
    Kind.CHOICE: Sheet("One of a list", "Exactly one can be chosen.", (_CHOICES,)),
    Kind.CHOICES: Sheet("Some of a list", "Any number can be chosen.", (
        _CHOICES,
        Key("least", Sort.WHOLE, "Choose at least", "How many must be chosen.", low=1, high=MOST_CHOICES),
        Key("most", Sort.WHOLE, "Choose at most", "How many can be chosen.", low=1, high=MOST_CHOICES))),
    Kind.YES_NO: Sheet("Yes or no", "One of the two.", ()),
    Kind.FILE: Sheet("File", "One file or several, uploaded.", (
        Key("types", Sort.SOME_OF, "Types of file", "Which files are taken; all where nothing is said.",
            known=filetypes.KNOWN),
        Key("max_files", Sort.WHOLE, "Most files", "One where nothing is said.", low=1, high=20),
        Key("max_megabytes", Sort.WHOLE, "Largest file", "In megabytes; 10 where nothing is said.",
            low=1, high=filetypes.LARGEST_MEGABYTES))),
    Kind.GROUP: Sheet("Repeating group", "The same questions several times, for example for each child.", (
        Key("row", Sort.LINE, "One of them is called", "For example: Child.", required=True, high=60),
        Key("min_rows", Sort.WHOLE, "At least", "How many there must be.", high=MOST_ROWS),
        Key("max_rows", Sort.WHOLE, "At most", "How many there may be; 10 where nothing is said.",
            low=1, high=MOST_ROWS),
        Key("items", Sort.ITEMS, "Questions", "What is asked of each.", required=True, low=1, high=40))),
}  # fmt: skip

INFORMATION = Sheet("Information", "Something said between the questions.", (
    Key("type", Sort.LINE, "Type", required=True),
    Key("title", Sort.LINE, "Title"),
    Key("text", Sort.TEXT, "Text", "An empty line begins a new paragraph.", high=LONG, placeholders=True),
    Key("facts", Sort.FACTS, "Facts", "Names and what stands beside them.", high=MOST_CHOICES),
    _CONDITION,
))  # fmt: skip

CHOICE = (
    Key("value", Sort.LINE, "Value", "What is stored.", required=True),
    Key("label", Sort.LINE, "Label", "What people read.", required=True),
)
FACT = (
    Key("name", Sort.LINE, "Name", required=True),
    Key("text", Sort.TEXT, "Text", high=MIDDLE, placeholders=True),
)
PAGE = (
    Key("title", Sort.LINE, "Title", "What the page is about.", required=True),
    Key("help", Sort.TEXT, "Introduction", "Said above the questions.", high=MIDDLE, placeholders=True),
    _CONDITION,
    Key("items", Sort.ITEMS, "Questions", required=True, low=1, high=MOST_ITEMS),
)
SUMMARY = (
    Key("title", Sort.LINE, "Title", "Of the page on which answers are checked."),
    Key("text", Sort.TEXT, "Text", "Said above the answers.", high=LONG, placeholders=True),
    Key("button", Sort.LINE, "Button", "What the button that hands in says."),
)
# Which tests of a condition an answer can be put to.
_OF_TEXT = ("filled", "equals", "one_of", "contains")
_OF_NUMBERS = ("filled", "equals", "greater", "less", "at_least", "at_most")
TESTS: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys((Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL, Kind.TELEPHONE, Kind.POSTCODE), _OF_TEXT),
    **dict.fromkeys((Kind.NUMBER, Kind.INTEGER, Kind.MONEY, Kind.FILE, Kind.GROUP), _OF_NUMBERS),
    **dict.fromkeys((Kind.DATE, Kind.DATE_OF_BIRTH), ("filled", "before", "after")),
    Kind.ADDRESS: ("filled",),
    Kind.CHOICE: ("filled", "equals", "one_of"),
    Kind.CHOICES: ("filled", "contains"),
    Kind.YES_NO: ("filled", "equals"),
}

# Of the definition itself, beside its pages and summary.
FORM = (
    Key("confirmation", Sort.TEXT, "What happens next", "Said once the form is handed in.", high=LONG,
        placeholders=True),
    Key("process", Sort.SLUG, "Starts the process", "The name of a process that begins with each submission.",
        high=60),
    Key("receipt", Sort.FLAG, "Confirm by e-mail",
        "Whoever it was handed in for gets an e-mail, with the answers unless the form is sensitive."),
    Key("receipt_document", Sort.FLAG, "With a PDF",
        "The same e-mail brings what was handed in as a document; never where the form is sensitive."),
    Key("case_type", Sort.SLUG, "Opens a case", "The type of case that each submission opens.", high=50),
)  # fmt: skip
# Of the form, whatever version is in use: columns of `models.Form`.
SETTINGS = (
    Key("title", Sort.LINE, "Title", required=True, high=120),
    Key("summary", Sort.LINE, "Summary", "A sentence in the list of forms.", high=300),
    Key("private", Sort.FLAG, "Not listed", "Found by its address, a link or an agent only."),
    Key("assist_enabled", Sort.FLAG, "Can be filled in for others",
        "Otherwise whoever opens it does so for themselves, also while helping."),
    Key("groups", Sort.SOME_OF, "For members of", "Whose members alone reach it; none means everybody."),
)  # fmt: skip
