"""How much an agreement says: Fellegi–Sunter weights in bits, with the household in mind.

A weight is log2(m / u): how often two records of one person agree like this (m), against how often
records of two people do (u). The sum says how many times likelier it is that they are one person.

People who live together share their address, postcode, often their telephone and family name. Added up
as if each said something new, four such agreements make a husband and wife one person. So of what a
household shares only the strongest counts in full, and once an address is known to agree, a family name
says little more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from alongside.people.matching.comparing import Agreement, Aspect, Level

Weights = Mapping[Aspect, Mapping[Level, float]]

# What is true of most places; a tenant's own can be estimated (`estimating`). UNKNOWN weighs nothing.
USUAL: Weights = MappingProxyType(
    {
        Aspect.FAMILY: {
            Level.SAME: 8.0, Level.CLOSE: 6.0, Level.SHORT: 4.0, Level.LIKE: 2.0, Level.DIFFERENT: -4.0,
        },
        Aspect.GIVEN: {
            Level.SAME: 6.5, Level.CLOSE: 5.5, Level.SHORT: 4.0, Level.LIKE: 1.5, Level.DIFFERENT: -5.0,
        },
        Aspect.BORN: {Level.SAME: 13.0, Level.CLOSE: 7.0, Level.LIKE: 3.0, Level.DIFFERENT: -5.5},
        Aspect.TELEPHONE: {Level.SAME: 12.0, Level.CLOSE: 7.0, Level.DIFFERENT: -1.0},
        Aspect.EMAIL: {Level.SAME: 14.0, Level.CLOSE: 10.0, Level.LIKE: 6.0, Level.DIFFERENT: -1.0},
        Aspect.POSTCODE: {Level.SAME: 9.0, Level.CLOSE: 5.0, Level.LIKE: 1.5, Level.DIFFERENT: -2.0},
        Aspect.ADDRESS: {Level.SAME: 11.0, Level.CLOSE: 6.5, Level.LIKE: 2.5, Level.DIFFERENT: -2.5},
        Aspect.NUMBER: {Level.SAME: 19.0, Level.CLOSE: 13.0, Level.DIFFERENT: -5.0},
    }
)  # fmt: skip

_HOUSEHOLD = (Aspect.ADDRESS, Aspect.POSTCODE, Aspect.TELEPHONE)
_SHARED = 0.35  # what each further agreement of a household counts
_FAMILY_AT_HOME = 0.4  # what the family name counts once the home is known to agree
_AT_HOME = 5.0  # bits from which the home is known to agree
_RELATIVES = -7.0  # somebody else of the household: another given name and another day of birth

# How unlikely it is, before anything is compared, that two who were proposed are one person: in bits.
PRIOR = 18.0


@dataclass(frozen=True)
class Weighed:
    """The sum in bits, what each aspect gave, and the probability that both are one person."""

    bits: float
    parts: Mapping[Aspect, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """Between 0 and 1."""
        odds = min(60.0, max(-60.0, self.bits - PRIOR))
        return 1 / (1 + 2**-odds)


def weigh(agreement: Agreement, weights: Weights = USUAL) -> Weighed:
    parts = {
        aspect: weights[aspect].get(level, 0.0)
        for aspect, level in agreement.levels.items()
        if level is not Level.UNKNOWN
    }
    _share(parts)
    bits = sum(parts.values())
    if _are_relatives(agreement):
        bits += _RELATIVES
    return Weighed(bits, parts)


def _share(parts: dict[Aspect, float]) -> None:
    """Let only the strongest of what a household shares count in full, for and against."""
    for sign in (1, -1):
        theirs = [aspect for aspect in _HOUSEHOLD if parts.get(aspect, 0.0) * sign > 0]
        strongest = max(theirs, key=lambda aspect: parts[aspect] * sign, default=None)
        for aspect in theirs:
            if aspect is not strongest:
                parts[aspect] *= _SHARED
    home = max((parts.get(aspect, 0.0) for aspect in _HOUSEHOLD), default=0.0)
    if home >= _AT_HOME and parts.get(Aspect.FAMILY, 0.0) > 0:
        parts[Aspect.FAMILY] *= _FAMILY_AT_HOME


def _are_relatives(agreement: Agreement) -> bool:
    levels = agreement.levels
    return (
        levels[Aspect.GIVEN] is Level.DIFFERENT
        and levels[Aspect.BORN] is Level.DIFFERENT
        and levels[Aspect.NUMBER] not in (Level.SAME, Level.CLOSE)
    )
