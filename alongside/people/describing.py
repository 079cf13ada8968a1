"""What a profile field may be, and what it may become once people have values in it.

Whether anybody has one is never asked: to know it would mean looking at everybody. So a change is
allowed only if every value that may be there still fits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

LONGEST_LABEL, LONGEST_HINT, LONGEST_CHOICE, LONGEST_NAME = 100, 300, 100, 40
MOST_CHOICES = 200
MOST_FIELDS = 100

# What the values of a type fit without being changed.
BECOMES: Mapping[str, tuple[str, ...]] = {
    "text": ("address",),
    "choice": ("text",),
    "telephone": ("text",),
    "email": ("text",),
    "postcode": ("text",),
    "integer": ("number",),
}

# Names that pages, screen pops and registering use for something else.
RESERVED = frozenset(
    [
        *["q", "u", "assist", "channel", "service", "formid"],
        *["username", "password", "segment", "segments", "reason", "despite", "carried", "row"],
    ]
)

_NAME = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_NAME - 1}}}")

# By these people are called; they belong to everybody.
NAMES = frozenset({"given_name", "family_name"})


@dataclass(frozen=True)
class Description:
    """All that an administrator says of a field, but whose segment's it is and whether it is searchable."""

    label: str
    type: str = "text"
    hint: str = ""
    choices: tuple[str, ...] = ()
    several: bool = False
    multi_line: bool = False
    required: bool = False
    read_only: bool = False
    sensitive: bool = False


class Present(Protocol):
    """A field as it is; `models.ProfileField` is all of it."""

    name: str
    type: str
    several: bool

    @property
    def is_column(self) -> bool: ...


def cleaned(description: Description) -> Description:
    """The same without stray space and empty choices."""

    def tidy(text: str) -> str:
        return " ".join(unicodedata.normalize("NFC", text).split())

    choices = tuple(choice for choice in map(tidy, description.choices) if choice)
    return Description(
        **{
            **vars(description),
            "label": tidy(description.label),
            "hint": tidy(description.hint),
            "choices": choices,
        }
    )


def misfits(
    described: Description, types: Mapping[str, str], present: Present | None = None
) -> dict[str, str]:
    """Why a field cannot be described so, as sentences by what is wrong; nothing when it can.

    `types` are the labels of the types there are. `present` is what the field is now, if there is one.
    """
    wrong = dict(_misfits_of_texts(described))
    if described.type not in types:
        return wrong | {"type": "Choose one of the list."}
    wrong |= _misfits_of_choices(described)
    if described.multi_line and described.type != "text":
        wrong["multi_line"] = "Only text can have several lines; an address has them anyway."
    return wrong if present is None else wrong | _misfits_of_change(described, types, present)


def name_from(label: str, taken: Collection[str]) -> str:
    """A name for addresses and files: `Badge number` is `badge_number`, and the next one `badge_number_2`."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_NAME - 4].strip("_") or "field"
    names = [stem, *(f"{stem}_{number}" for number in range(2, MOST_FIELDS * 10))]
    return next(name for name in names if fits_as_name(name, taken))


def fits_as_name(name: str, taken: Collection[str]) -> bool:
    """Whether a field can be called so in addresses and files."""
    return bool(_NAME.fullmatch(name)) and name not in RESERVED and name not in taken


def _misfits_of_texts(described: Description) -> dict[str, str]:
    wrong = {}
    if not described.label:
        wrong["label"] = "Give the field a label."
    elif len(described.label) > LONGEST_LABEL:
        wrong["label"] = f"Use at most {LONGEST_LABEL} characters."
    elif not described.label.isprintable():
        wrong["label"] = "This holds characters that cannot be kept."
    if len(described.hint) > LONGEST_HINT:
        wrong["hint"] = f"Use at most {LONGEST_HINT} characters."
    elif not described.hint.isprintable():
        wrong["hint"] = "This holds characters that cannot be kept."
    return wrong


def _misfits_of_choices(described: Description) -> dict[str, str]:
    choices = described.choices
    twice = sorted({choice for choice in choices if choices.count(choice) > 1})
    problem = ""
    if described.type != "choice":
        problem = "Only a choice has a list. Choose that type, or empty the list." if choices else ""
    elif not choices:
        problem = "List what there is to choose from, one on each line."
    elif len(choices) > MOST_CHOICES:
        problem = f"List at most {MOST_CHOICES}."
    elif twice:
        problem = f"“{twice[0]}” is listed twice."
    elif any(len(choice) > LONGEST_CHOICE or not choice.isprintable() for choice in choices):
        problem = f"A choice is text of at most {LONGEST_CHOICE} characters."
    return {"choices": problem} if problem else {}


def _misfits_of_change(described: Description, types: Mapping[str, str], present: Present) -> dict[str, str]:
    wrong = {}
    if described.type != present.type and present.is_column:
        wrong["type"] = "Every house has this field, and as it is."
    elif described.type != present.type and described.type not in BECOMES.get(present.type, ()):
        was, would = types[present.type].lower(), types[described.type].lower()
        wrong["type"] = f"What is kept as {was} would not fit {would}. Define another field for that."
    if described.several and present.is_column:
        wrong["several"] = "Every house has this field, with one value."
    elif present.several and not described.several:
        wrong["several"] = "Somebody may have several values. Define another field for one."
    return wrong
