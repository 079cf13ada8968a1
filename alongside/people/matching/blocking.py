"""Who is worth comparing with a record: a few short ranges of keys, each with a limit.

A person who may be the same agrees in something: the day of birth, the sound of both names, a postcode
and a name, a number. Each such pair of facts is a key. Some are those that people are searched by;
the others begin with `m` and are kept only for matching. Records with several mistakes are still found,
for it would take a mistake in every pair at once.

| key | holds |
|---|---|
| `mn` | the sounds of both names in byte order (so names changed over meet), the birth year |
| `mf` | the sound of the family name, birth month and day |
| `mg` | the given name's sound, birth year and month |
| `my` | first letters of both names in byte order, and two of birth year, month and day |
| `mp` | postcode, the first letter of the given name |
| `ms` | postcode, the sound of the family name |
| `mh` | number of the house, the sound of a long word of its street |
"""

from __future__ import annotations

from collections.abc import Iterator

from alongside.people.matching.records import Record
from alongside.people.searching.keys import ACCOUNT, LONGEST
from alongside.people.searching.sounding import sound

_LONG_WORD = 4
_USUAL = frozenset(
    {"street", "road", "avenue", "close", "drive", "place", "court", "crescent", "lane", "way"}
)
_MOST_NUMBERS = 3

# The most people of one range: who stands behind them in a very common combination is met by another key.
FEW, MANY = 40, 120


def keys_of(record: Record) -> set[str]:
    """The keys that are kept of a person for matching alone."""
    return {key[:LONGEST] for key, _ in _own(record)}


def ranges_of(record: Record) -> list[tuple[str, int]]:
    """What to look for: each key, or beginning of one, with the most people to take of it."""
    wanted = dict(_own(record))
    for key, most in _searched(record):
        wanted.setdefault(key, most)
    return [(key[:LONGEST], most) for key, most in wanted.items()]


def _own(record: Record) -> Iterator[tuple[str, int]]:
    born = record.born
    family = record.family_sound or record.family[:4]
    given = record.given_sound or record.given[:4]
    if family and given:
        yield f"mn{'/'.join(sorted((family, given)))} {born[:4]}", MANY
    if born and family:
        yield f"mf{family} {born[4:]}", FEW
    if born and given:
        yield f"mg{given} {born[:6]}", FEW
    if born and record.family and record.given:
        letters = "".join(sorted((record.family[0], record.given[0])))
        yield f"my{letters} {born[:4]} m{born[4:6]}", FEW
        yield f"my{letters} {born[:4]} d{born[6:]}", FEW
        yield f"my{letters} {born[4:]}", FEW
    if record.postcode and record.given:
        yield f"mp{record.postcode} {record.given[0]}", FEW
    if record.postcode and family:
        yield f"ms{record.postcode} {family}", FEW
    if record.house:
        for word in _street(record):
            yield f"mh{record.house} {word}", FEW


def _searched(record: Record) -> Iterator[tuple[str, int]]:
    """Beginnings of keys that people are searched by."""
    if record.born:
        yield f"d{record.born}", MANY
        if record.family:
            yield f"d{record.born} {record.family}", FEW
    if record.postcode:
        yield f"p{record.postcode}", FEW
    if record.family:
        yield f"s{record.family}", FEW
    if record.family and record.given:
        yield f"s{record.family} {record.given}", FEW
        yield f"s{record.given} {record.family}", FEW
        yield f"s{record.family} {record.given[0]}", FEW
        yield f"g{record.given} {record.family[:2]}", FEW
    for telephone in sorted(record.telephones)[:_MOST_NUMBERS]:
        yield f"t{telephone}", FEW
        yield f"u{telephone[::-1][:7]}", FEW
    for email in sorted(record.emails)[:_MOST_NUMBERS]:
        yield f"e{email.partition('@')[0]}", FEW
    for name, number in sorted(record.numbers.items())[:_MOST_NUMBERS]:
        tag = "c" if name == ACCOUNT else f"x{name[:20]}="
        back = "r" if name == ACCOUNT else f"y{name[:20]}="
        yield f"{tag}{number}", FEW
        yield f"{tag}{number[: len(number) // 2 + 1]}", FEW
        yield f"{back}{number[::-1][: len(number) // 2 + 1]}", FEW


def _street(record: Record) -> list[str]:
    """How the first long words of the street sound: two, for one may be misspelt."""
    long_words = [word for word in record.street if len(word) >= _LONG_WORD and word not in _USUAL]
    return [sound(word) or word for word in long_words[:2]]
