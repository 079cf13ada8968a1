"""The words that a case is found by (spec C9): folded, as stems, with a mark for what they are of.

    =  any word of a case        n  of a name          e  an e-mail address
    t  a telephone number        a  of an address or postcode

A word is kept twice: as `=`, for keywords, and under its own mark, for the field that narrows by it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from alongside.lib.stems import stem
from alongside.people import folding

ANY, NAME, EMAIL, TELEPHONE, ADDRESS = "=", "n", "e", "t", "a"
LONGEST = 64  # characters of a word, with its mark
MOST = 80  # words of one case
MOST_ASKED = 8


@dataclass(frozen=True, slots=True)
class Said:
    """What of a case can be searched. Several names, numbers and addresses: the owner's and the case's."""

    reference: str
    title: str
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def words_of(said: Said) -> set[str]:
    """Every word to keep for a case, with its mark."""
    marked = list(dict.fromkeys(_marked(said)))[:MOST]
    return {word[:LONGEST] for mark, text in marked for word in (mark + text, ANY + text) if text}


def asked_for(text: str) -> list[str]:
    """The words of a search by keywords, any of which may be met. Parts of a postcode or of a telephone
    number that were written apart are also one word."""
    pieces = text.split()[:MOST_ASKED]
    found = [_piece(piece) for piece in pieces]
    joined = [folding.code(a + b) for a, b in pairwise(pieces) if folding.outward(_both(a, b))]
    number = folding.telephone(text)
    numbers = [number] if len(number) > 5 and not any(sign.isalpha() for sign in text) else []
    return [ANY + word for word in dict.fromkeys([*joined, *numbers, *found]) if word][:MOST_ASKED]


def narrowing(mark: str, text: str) -> list[str]:
    """The words of a field, all of which must be met."""
    if mark == EMAIL:
        words = [folding.email(text)]
    elif mark == TELEPHONE:
        words = [folding.telephone(text)]
    elif mark == ADDRESS and folding.outward(folding.postcode(text)):
        words = [folding.postcode(text)]
    else:
        words = [stem(word) for word in folding.fold(text).split()]
    return [mark + word for word in dict.fromkeys(words) if word][:MOST_ASKED]


def _piece(piece: str) -> str:
    """One word of what was typed: an e-mail address, a reference, or a word."""
    if "@" in piece:
        return folding.email(piece)
    code = folding.code(piece)
    return stem(code) if code.isalpha() else code


def _both(one: str, other: str) -> str:
    return folding.postcode(one + other)


def _marked(said: Said) -> Iterator[tuple[str, str]]:
    yield ANY, folding.code(said.reference)
    for name in said.names:
        yield from ((NAME, stem(word)) for word in _spelt(name))
    for email in said.emails:
        yield EMAIL, folding.email(email)
    for telephone in said.telephones:
        yield TELEPHONE, folding.telephone(telephone)
    for postcode in said.postcodes:
        whole = folding.postcode(postcode)
        yield from ((ADDRESS, word) for word in (whole, folding.outward(whole)) if word)
    for address in said.addresses:
        yield from ((ADDRESS, stem(word)) for word in _spelt(address))
    yield from ((ANY, stem(word)) for word in _spelt(said.title))


def _spelt(text: str) -> Iterable[str]:
    """Words as they are, and the parts of those with a hyphen in them."""
    return dict.fromkeys([*folding.fold(text).split(), *folding.fold(text.replace("-", " ")).split()])
