"""Towns with their postcodes and the telephone numbers that Ofcom keeps free for drama.

Nobody can be rung by a number from these ranges. They are small (a thousand each), so numbers are
shared in a large population.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from alongside.command.plausible import by_rank, by_weight, lines, words

MOBILE = "07700 900"
# For towns without a range of their own: a made-up area, and numbers of the whole country.
ELSEWHERE = ("01632 960", "01632 960", "01632 960", "03069 990")

_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_SECTORS = 9 * len(_INWARD_LETTERS) ** 2
_DISTRICTS = re.compile(r"([A-Z]{1,2})(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    country: str
    districts: tuple[str, ...]
    reserved: tuple[str, ...]  # telephone numbers without their last three digits


@cache
def towns() -> tuple[Town, ...]:
    """A table of towns, as often as people live in them."""
    found: list[tuple[Town, int]] = []
    for line in lines("places.txt"):
        name, districts, residents, country, reserved = (part.strip() for part in line.split("|"))
        found.append(
            (
                Town(name, country, _districts(districts), (reserved,) if reserved else ELSEWHERE),
                int(residents),
            )
        )
    return by_weight([town for town, _ in found], [residents for _, residents in found])


@cache
def streets() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tables of what streets are named after, and of what they are called: (Acacia …, Avenue …)."""
    names, kinds = lines("streets.txt")
    return by_rank(words(names)), by_rank(words(kinds))


def postcode(district: str, street: str, house: int) -> str:
    """The postcode of a house: neighbours share one, every district has thousands.

    >>> postcode("PL4", "Acacia Avenue", 12) == postcode("PL4", "Acacia Avenue", 14)
    True
    """
    mixed = sum(ord(char) * weight for char, weight in zip(street, _PRIMES, strict=False))
    sector, letters = divmod((mixed + house // 20 * 389) % _SECTORS, len(_INWARD_LETTERS) ** 2)
    first, second = divmod(letters, len(_INWARD_LETTERS))
    return f"{district} {sector + 1}{_INWARD_LETTERS[first]}{_INWARD_LETTERS[second]}"


_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97)


def _districts(text: str) -> tuple[str, ...]:
    return tuple(
        f"{area}{number}"
        for area, first, last in _DISTRICTS.findall(text)
        for number in range(int(first), int(last or first) + 1)
    )
