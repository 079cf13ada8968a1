"""How many different people a day's searches showed, in one kilobyte instead of a row for each.

Linear counting: each person sets one of 8,192 bits, and how many bits are still unset tells how many
people there were, within two per cent up to 10,000 of them. Who they were cannot be read from it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

BITS = 8192
EMPTY = b""  # as good as a kilobyte of unset bits


def with_people(sketch: bytes, people: Iterable[int]) -> bytes:
    """The sketch, with the bits of these people set."""
    bits = int.from_bytes(sketch, "big")
    for person in people:
        bits |= 1 << _bit(person)
    return bits.to_bytes(BITS // 8, "big")


def about(sketch: bytes) -> int:
    """How many people it was, about."""
    unset = BITS - int.from_bytes(sketch, "big").bit_count()
    return round(BITS * math.log(BITS / max(unset, 1)))


def _bit(person: int) -> int:
    """Ids are random already; multiplying spreads those that a test or an import counted up."""
    return (person * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 51
