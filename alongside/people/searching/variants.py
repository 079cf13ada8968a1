"""What somebody may have meant who made one mistake in a number, a code, a date or an e-mail address.

Every text that one mistake away is made, and what it costs: how unlikely the mistake is. There are a
few hundred at most, so they are looked for as they are, in one read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from string import ascii_lowercase, digits

from alongside.people.dates import in_digits

SWAPPED, LOST, DOUBLED, CHANGED, ADDED = 0.6, 0.9, 0.7, 1.0, 0.9

_LETTERS = ascii_lowercase + digits + ".-_"


def of_number(number: str) -> dict[str, float]:
    """Two digits swapped, one changed, one forgotten, one too many."""
    return _cheapest(number, digits)


def of_code(code: str) -> dict[str, float]:
    """A reference of letters and digits, or a postcode."""
    return _cheapest(code, ascii_lowercase + digits)


def of_local_part(local: str) -> dict[str, float]:
    """What stands before the @ of an e-mail address."""
    return _cheapest(local, _LETTERS)


@lru_cache(maxsize=64)  # each reading of a question asks for it
def of_day(day: str) -> Mapping[str, float]:
    """Other days, as `19800312`: day and month the wrong way round, digits swapped, one changed."""
    year, month, of_month = day[:4], day[4:6], day[6:]
    found = {other: SWAPPED for other in in_digits(year + of_month + month) if other != day}
    for other, cost in _mistakes(day, digits):
        if len(other) == 8 and other != day and other not in found and other in in_digits(other):
            found[other] = cost
    return found


def _cheapest(text: str, alphabet: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for other, cost in _mistakes(text, alphabet):
        if other and other != text and cost < found.get(other, 9.0):
            found[other] = cost
    return found


def _mistakes(text: str, alphabet: str) -> Iterator[tuple[str, float]]:
    for at in range(len(text)):
        before, letter, after = text[:at], text[at], text[at + 1 :]
        doubled = letter == after[:1]
        yield before + after, DOUBLED if doubled else ADDED
        if after:
            yield before + after[0] + letter + after[1:], SWAPPED
        for other in alphabet:
            yield before + other + after, CHANGED
            yield before + other + letter + after, DOUBLED if other == letter else LOST
    for other in alphabet:
        yield text + other, LOST
