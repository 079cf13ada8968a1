"""A piece of a question as the ranges of keys that would answer it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from alongside.people import folding
from alongside.people.dates import in_digits, written
from alongside.people.fields import Field
from alongside.people.searching.keys import ENDING, LONGEST, STREETS, own_tag, shared_tags, street_word
from alongside.people.searching.typed import DATE, EMAIL, MIXED, NUMBER, POSTCODE, WORD, Piece

# Fewer digits than this at the end of a number would find half the town.
_SHORTEST_ENDING = 3
_LONGEST_HOUSE_NUMBER = 4

# Sorts behind every key that starts alike, in UTF-8 bytes as in code points.
_LAST = "\U0010ffff"
# Sorts behind the space that ends a word, and before every letter.
_WORD_ENDS = "!"


class Range(NamedTuple):
    """The keys with a tag that start with a text: from `lower` to before `upper`.

    `cost` says how unlikely it is that this was meant; nothing for what was typed.
    """

    tag: str
    text: str
    lower: str
    upper: str
    cost: float = 0.0

    @classmethod
    def of(cls, tag: str, text: str, *, whole: bool = False, cost: float = 0.0) -> Range:
        """With `whole`, only the keys whose word ends where the text ends."""
        lower = (tag + text)[:LONGEST]
        ends = whole and len(lower) < LONGEST
        return cls(tag, text, lower, lower + (_WORD_ENDS if ends else _LAST), cost)

    @property
    def ended(self) -> bool:
        """Whether it holds only keys whose word ends where the text ends."""
        return self.upper[-1] == _WORD_ENDS

    @property
    def looked_for(self) -> str:
        """What its keys start with, without the tag: the text, which may be longer than a key."""
        return self.lower[len(self.tag) :]

    def whole(self, key: str) -> bool:
        """Whether the key holds the text as a whole word and not merely starts with it."""
        return key == self.lower or key.startswith(self.lower + " ")


class Term(NamedTuple):
    """One thing asked: a person answers it with a key in any of the ranges, of the field if one is named.

    Where it may hold a typing error, also with any of the `exact` keys, each with its cost (`Range.cost`).
    """

    ranges: tuple[Range, ...]
    field: str | None = None
    telling: bool = False  # few people answer it: an e-mail address, most of a number, a whole postcode
    piece: Piece | None = None  # what was typed
    exact: Mapping[str, float] = MappingProxyType({})

    def tagged(self, tag: str) -> list[Range]:
        return [one for one in self.ranges if one.tag == tag]

    def by_tag(self) -> Mapping[str, Sequence[Range]]:
        """Its ranges by their tags, the most literal first."""
        found: dict[str, list[Range]] = {}
        for one in self.ranges:
            found.setdefault(one.tag, []).append(one)
        return found

    @property
    def idle(self) -> bool:
        """Whether half a town answers it, so that nobody is looked for by it: "road", a year, "12"."""
        if self.piece is None:
            return False
        if self.piece.kind == WORD:
            return street_word(folding.code(self.piece.text)) in STREETS
        days = [one.text for one in self.tagged("d")]
        short = len(folding.digits_of(self.piece.text)) <= _LONGEST_HOUSE_NUMBER
        return (self.piece.kind == NUMBER and short) or (bool(days) and all(len(day) < 8 for day in days))

    @property
    def narrow(self) -> bool:
        """Whether its ranges may be read for themselves: a single letter's may not."""
        return self.telling or len(self.ranges[0].text) > 1 or not self.ranges[0].text.isascii()


class Tags:
    """Which tags the fields that may be asked have keys under."""

    def __init__(self, fields: Iterable[Field]) -> None:
        fields = tuple(fields)
        self.shared = {tag for field in fields for tag in shared_tags(field)}
        self.own = [field.name for field in fields if not shared_tags(field)]

    def of_numbers(self) -> list[str]:
        """The tags of references and account numbers."""
        return [own_tag(name) for name in self.own]

    def term(self, piece: Piece, field: str | None = None) -> Term:
        """The ranges that answer a piece, likely fields first; none when no field here could."""
        ranges, telling = _READERS[piece.kind](piece.text)
        own = [
            Range.of(own_tag(name, reverse=one.tag == "y"), one.text)
            for one in ranges
            if one.tag in "xy"
            for name in self.own
        ]
        kept = [one for one in ranges if one.tag in self.shared] + own
        return Term(tuple(dict.fromkeys(kept)), field, telling, piece)


def _word(text: str) -> tuple[list[Range], bool]:
    folded = folding.code(text)
    ranges = [Range.of(tag, folded) for tag in "sga"]
    ranges += [Range.of("a", street_word(folded))] if street_word(folded) != folded else []
    ranges += [Range.of(tag, folding.email(text)) for tag in "ef"]
    return [*ranges, Range.of("h", folded), Range.of("x", folded)], False


def _mixed(text: str) -> tuple[list[Range], bool]:
    """Letters with digits: the outward half of a postcode, an account number, a house number."""
    folded = folding.code(text)
    ranges = [Range.of("o", folded, whole=True)] if folding.is_outward(folded) else []
    ranges += [Range.of(tag, folded) for tag in ("px" if ranges else "pxasg")]
    ranges += [Range.of(tag, folding.email(text)) for tag in "ef"]
    return ranges + _ending("y", folded), False


def _number(text: str) -> tuple[list[Range], bool]:
    digits = folding.digits_of(text)
    number = folding.telephone(text)
    starts = [number]
    if digits.startswith("44") and not text.startswith(("+", "＋")):
        starts.append(digits[2:].lstrip("0"))
    ranges = [Range.of("t", start) for start in starts if start]
    ranges += [*_ending("u", number), Range.of("x", digits), *_ending("y", digits)]
    ranges += [Range.of("v", digits, whole=True)] if len(digits) == ENDING else []
    ranges += [Range.of("d", days) for days in in_digits(digits)]
    if len(digits) <= _LONGEST_HOUSE_NUMBER:
        ranges.append(Range.of("a", digits, whole=True))
    else:
        ranges.append(Range.of("p", digits))  # a postcode of another country
    return ranges, len(digits) > _LONGEST_HOUSE_NUMBER


def _date(text: str) -> tuple[list[Range], bool]:
    days = [Range.of("d", day) for day in written(text)]
    return [*days, Range.of("x", folding.code(text))], False


def _postcode(text: str) -> tuple[list[Range], bool]:
    folded = folding.postcode(text)
    return [Range.of("p", folded), Range.of("x", folded)], folding.outward(folded) is not None


def _email(text: str) -> tuple[list[Range], bool]:
    if text.startswith("@"):
        return [Range.of("h", text[1:])] if text[1:] else [], False
    ranges = [Range.of(tag, text) for tag in "efh"]
    return [*ranges, Range.of("x", folding.code(text))], "@" in text


def _ending(tag: str, text: str) -> list[Range]:
    return [Range.of(tag, text[::-1])] if len(text) >= _SHORTEST_ENDING else []


_READERS = {
    WORD: _word,
    MIXED: _mixed,
    NUMBER: _number,
    DATE: _date,
    POSTCODE: _postcode,
    EMAIL: _email,
}
