"""What a softphone's link asks for: `/console/?q=01752 123456&channel=phone` (spec G20–G25).

Pure: parameters in, a `Pop` out. Whatever is not ours is ignored; what is ours and cannot be meant
raises `Unreadable` with a sentence for the agent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from alongside.lib.ids import LARGEST_NUMBER

LONGEST = 100  # characters of a question
LONGEST_WORD = 64  # of what is passed on to beginning an interaction
PASSED_ON = ("channel", "service", "formid")

_NUMBER = re.compile(r"[0-9]{1,16}")


class Unreadable(ValueError):
    """A parameter holds what it cannot mean; the message names it."""


@dataclass(frozen=True)
class Pop:
    """`by_field` are questions by the names of searchable fields; `begin` fills in a new interaction."""

    query: str = ""
    by_field: dict[str, str] = field(default_factory=dict)
    person: int | None = None
    assist: int | None = None
    begin: dict[str, str] = field(default_factory=dict)
    source: str = ""  # who sent the link, if the house does not know them (`interactions.sources`)

    @property
    def searches(self) -> bool:
        return bool(self.query or self.by_field)

    @property
    def said(self) -> str:
        """The question as one would type it."""
        return " ".join(filter(None, [self.query, *self.by_field.values()]))

    def stored(self) -> dict[str, Any]:
        """As JSON, for `Pop(**stored)`."""
        return asdict(self)


def read(parameters: Mapping[str, str], searchable: Collection[str]) -> Pop:
    """The wish behind an address; raises `Unreadable`."""
    return Pop(
        query=_text(parameters, "q", LONGEST),
        by_field={
            name: text
            for name in parameters
            if name in searchable and name not in _OURS and (text := _text(parameters, name, LONGEST))
        },
        person=_id(parameters, "u"),
        assist=_id(parameters, "assist"),
        begin={name: text for name in PASSED_ON if (text := _text(parameters, name, LONGEST_WORD))},
    )


_OURS = frozenset({"q", "u", "assist", *PASSED_ON})


def _text(parameters: Mapping[str, str], name: str, longest: int) -> str:
    text = parameters.get(name, "").strip()
    if len(text) > longest:
        raise Unreadable(f"“{name}” is longer than {longest} characters.")
    if not text.isprintable():
        raise Unreadable(f"“{name}” holds characters that nobody can type.")
    return text


def _id(parameters: Mapping[str, str], name: str) -> int | None:
    text = parameters.get(name, "").strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or not 0 < int(text) <= LARGEST_NUMBER:
        raise Unreadable(f"“{name}” must be the number of a person.")
    return int(text)
