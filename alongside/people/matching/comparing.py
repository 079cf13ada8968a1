"""How far two records agree, aspect by aspect, in a few levels each.

Levels are few on purpose: each needs a weight that somebody can understand, and that can be estimated
from a tenant's own people.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from alongside.people.matching.nicknames import are_one_name
from alongside.people.matching.records import Record


class Aspect(StrEnum):
    FAMILY = "family name"
    GIVEN = "given name"
    BORN = "date of birth"
    TELEPHONE = "telephone"
    EMAIL = "e-mail"
    POSTCODE = "postcode"
    ADDRESS = "address"
    NUMBER = "number"


class Level(StrEnum):
    SAME = "same"
    CLOSE = "close"  # one letter or digit different, two changed over, or said alike
    SHORT = "short"  # an initial, a pet name, a part of the name
    LIKE = "like"  # more alike than by chance
    DIFFERENT = "different"
    UNKNOWN = "unknown"  # missing on one side: says nothing


class Agreement(NamedTuple):
    """The level of each aspect, and whether the names stand in each other's place."""

    levels: dict[Aspect, Level]
    swapped: bool = False


_ALIKE = 0.82  # Jaro–Winkler similarity of names that differ in more than a letter


def compare(one: Record, other: Record) -> Agreement:
    family, given = _family(one, other), _given(one, other)
    swapped = False
    if Level.SAME not in (family, given) and _are_swapped(one, other):
        family = given = Level.CLOSE
        swapped = True
    return Agreement(
        {
            Aspect.FAMILY: family,
            Aspect.GIVEN: given,
            Aspect.BORN: _born(one.born, other.born),
            Aspect.TELEPHONE: _telephone(one.telephones, other.telephones),
            Aspect.EMAIL: _email(one.emails, other.emails),
            Aspect.POSTCODE: _postcode(one.postcode, other.postcode),
            Aspect.ADDRESS: _address(one, other),
            Aspect.NUMBER: _number(one.numbers, other.numbers),
        },
        swapped,
    )


def _family(one: Record, other: Record) -> Level:
    level = _name(one.family, other.family, one.family_sound, other.family_sound)
    shorter, longer = sorted((one.family, other.family), key=len)
    if level in (Level.LIKE, Level.DIFFERENT) and len(shorter) > 2 and _holds(longer, shorter):
        return Level.SHORT  # Smith and Smith-Jones
    return level


def _given(one: Record, other: Record) -> Level:
    level = _name(one.given, other.given, one.given_sound, other.given_sound)
    if level not in (Level.LIKE, Level.DIFFERENT):
        return level
    if are_one_name(one.given, other.given) or _is_initial(one.given, other.given):
        return Level.SHORT
    if one.given in other.middle or other.given in one.middle:
        return Level.SHORT  # called by their second name
    return level


def _name(one: str, other: str, one_sound: str, other_sound: str) -> Level:
    if not one or not other:
        return Level.UNKNOWN
    if one == other:
        return Level.SAME
    if DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1 and min(len(one), len(other)) > 2:
        return Level.CLOSE
    likeness = JaroWinkler.similarity(one, other)
    if likeness >= 0.93 or (one_sound and one_sound == other_sound and likeness >= 0.7):
        return Level.CLOSE
    return Level.LIKE if likeness >= _ALIKE else Level.DIFFERENT


def _are_swapped(one: Record, other: Record) -> bool:
    if not (one.given and one.family and other.given and other.family):
        return False
    crossed = (
        _name(one.given, other.family, one.given_sound, other.family_sound),
        _name(one.family, other.given, one.family_sound, other.given_sound),
    )
    return Level.SAME in crossed and set(crossed) <= {Level.SAME, Level.CLOSE}


def _holds(longer: str, shorter: str) -> bool:
    return longer.startswith(shorter) or longer.endswith(shorter)


def _is_initial(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(shorter) <= max(1, len(longer) // 2)


def _born(one: str, other: str) -> Level:
    if not one or not other:
        return Level.UNKNOWN
    if one == other:
        return Level.SAME
    swapped = one[:4] + one[6:] + one[4:6]
    if swapped == other or DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1:
        return Level.CLOSE
    parts = sum((one[:4] == other[:4], one[4:6] == other[4:6], one[6:] == other[6:]))
    return Level.LIKE if parts == 2 else Level.DIFFERENT


def _telephone(one: frozenset[str], other: frozenset[str]) -> Level:
    if not one or not other:
        return Level.UNKNOWN
    if one & other or any(a[-9:] == b[-9:] and len(a) >= 9 for a in one for b in other):
        return Level.SAME
    return Level.CLOSE if _any_close(one, other, shortest=6) else Level.DIFFERENT


def _email(one: frozenset[str], other: frozenset[str]) -> Level:
    if not one or not other:
        return Level.UNKNOWN
    if one & other:
        return Level.SAME
    if _any_close(one, other, shortest=6):
        return Level.CLOSE
    before = {address.partition("@")[0] for address in one} & {address.partition("@")[0] for address in other}
    return Level.LIKE if any(len(local) > 5 for local in before) else Level.DIFFERENT


def _postcode(one: str, other: str) -> Level:
    if not one or not other:
        return Level.UNKNOWN
    if one == other:
        return Level.SAME
    if DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1:
        return Level.CLOSE
    return Level.LIKE if one[:3] == other[:3] else Level.DIFFERENT


def _address(one: Record, other: Record) -> Level:
    if not one.street or not other.street:
        return Level.UNKNOWN
    share = _shared(one.street, other.street)
    same_house = one.house == other.house
    if share >= 0.75:
        return Level.SAME if same_house else Level.CLOSE
    if share >= 0.5:
        return Level.CLOSE if same_house and one.house else Level.LIKE
    return Level.LIKE if same_house and one.house and share >= 0.3 else Level.DIFFERENT


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Which part of the words of the shorter address the other one holds, letters forgiven."""
    shorter, longer = sorted((one, other), key=len)
    held = sum(
        word in longer
        or any(
            len(word) > 3 and DamerauLevenshtein.distance(word, candidate, score_cutoff=1) <= 1
            for candidate in longer
        )
        for word in shorter
    )
    return held / len(shorter)


def _number(one: dict[str, str], other: dict[str, str]) -> Level:
    """The best of the fields that both have."""
    both = [(one[name], other[name]) for name in one.keys() & other.keys()]
    if not both:
        return Level.UNKNOWN
    if any(a == b for a, b in both):
        return Level.SAME
    close = any(DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1 for a, b in both)
    return Level.CLOSE if close else Level.DIFFERENT


def _any_close(one: Iterable[str], other: frozenset[str], *, shortest: int) -> bool:
    return any(
        min(len(a), len(b)) >= shortest and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1
        for a in one
        for b in other
    )
