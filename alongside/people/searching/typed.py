"""What somebody typed into a search box, taken apart: words, numbers, dates, postcodes, e-mail addresses.

Pure and total: whatever is typed, however long or hostile, gives at most a few short pieces.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from alongside.people import folding
from alongside.people.dates import written

LONGEST = 200  # characters that are looked at
MOST_PIECES = 8
SHORTEST = 2  # letters and digits, all together; an ideograph is a word by itself

WORD, NUMBER, MIXED, DATE, POSTCODE, EMAIL = "word", "number", "mixed", "date", "postcode", "email"

_NUMBER = re.compile(r"[+＋(]*\d[\d().\-/+]*")
_INWARD_STARTED = re.compile(r"[0-9](?:[a-z]{0,2})")
_DIVIDERS = re.compile(r"[\s,;|%*?\"<>\\=]+")
_EDGES = ".:!_~^$&#()[]{}'’`/-"
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "rev", "lady", "lord", "cllr"})
_MOST_READINGS = 6


class Piece(NamedTuple):
    """One thing that was typed, as it was typed (several words for `12 Mar 1980`)."""

    kind: str
    text: str


Reading = tuple[Piece, ...]


def readings(query: str) -> list[Reading]:
    """The ways to read a query, the most literal first; none when there is too little to look for.

    `mac donald` is also one word, `smith-jones` and `ann.smith` also two, `12 1980` also two numbers,
    and `Dr` may be a title that nobody keeps.
    """
    tokens = _tokens(query)
    literal = _pieces(tokens)
    if not _enough(literal):
        return []
    found = [literal, *_joined(literal), _divided(literal), _pieces(tokens, runs=False), _untitled(literal)]
    return [reading for reading in dict.fromkeys(found) if _enough(reading)][:_MOST_READINGS]


def _tokens(query: str) -> list[str]:
    """Cut, without control characters and wildcards; `tel:` is how telephones write a number."""
    text = "".join(" " if unicodedata.category(char) in _UNSEEN else char for char in query[:LONGEST])
    text = text.strip().removeprefix("tel:").replace("(0)", "")
    stripped = (
        token.strip(_EDGES) if not _NUMBER.fullmatch(token) else token for token in _DIVIDERS.split(text)
    )
    return [token for token in stripped if token][: 3 * MOST_PIECES]


_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Co"})


def _pieces(tokens: list[str], *, runs: bool = True) -> Reading:
    """Tokens put together where they belong together: dates, postcodes and (with `runs`) numbers."""
    pieces: list[Piece] = []
    at = 0
    while at < len(tokens) and len(pieces) < MOST_PIECES:
        piece, taken = (
            _date(tokens[at:]) or _postcode(tokens[at:]) or _number(tokens[at:], runs) or _other(tokens[at])
        )
        at += taken
        if piece.text:
            pieces.append(piece)
    return tuple(pieces)


def _date(tokens: list[str]) -> tuple[Piece, int] | None:
    for size in (3, 2, 1):
        text = " ".join(tokens[:size])
        if len(tokens) >= size and any(map(str.isdigit, text)) and written(text):
            return Piece(DATE, text), size
    return None


def _postcode(tokens: list[str]) -> tuple[Piece, int] | None:
    first = folding.postcode(tokens[0])
    if "@" in tokens[0]:
        return None
    if folding.outward(first):
        return Piece(POSTCODE, first), 1
    if folding.is_outward(first) and len(tokens) > 1:
        second = folding.postcode(tokens[1])
        if _INWARD_STARTED.fullmatch(second):
            return Piece(POSTCODE, first + second), 2
    return None


def _number(tokens: list[str], runs: bool) -> tuple[Piece, int] | None:
    """Groups of digits that stand together are one number, as long as it can still be one."""
    taken: list[str] = []
    for token in tokens if runs else tokens[:1]:
        if not _NUMBER.fullmatch(token) or (taken and not _continues("".join(taken), token)):
            break
        taken.append(token)
    return (Piece(NUMBER, "".join(taken)), len(taken)) if taken else None


def _continues(number: str, token: str) -> bool:
    begins_anew = token[0] in "+＋" or (token[0] == "0" and len(token) >= 10)
    longest = 11 if number.startswith("0") and not number.startswith("00") else 15
    return not begins_anew and len(number) + len(token) <= longest + 2


def _other(token: str) -> tuple[Piece, int]:
    if "@" in token or "." in token:
        return Piece(EMAIL, folding.email(token)), 1
    folded = folding.code(token)
    kind = MIXED if any(map(str.isdigit, folded)) else WORD
    return Piece(kind, token if folded else ""), 1


def _joined(reading: Reading) -> list[Reading]:
    """Two words beside each other as one."""
    return [
        (*reading[:at], Piece(WORD, reading[at].text + reading[at + 1].text), *reading[at + 2 :])
        for at in range(len(reading) - 1)
        if reading[at].kind == reading[at + 1].kind == WORD
    ][:3]


def _divided(reading: Reading) -> Reading:
    """Words with something inside them as several."""
    divided: list[Piece] = []
    for piece in reading:
        if piece.kind == WORD or (piece.kind == EMAIL and "@" not in piece.text):
            divided += [_other(part)[0] for part in folding.parts(piece.text)]
        else:
            divided.append(piece)
    return tuple(divided[:MOST_PIECES])


def _untitled(reading: Reading) -> Reading:
    return tuple(piece for piece in reading if folding.fold(piece.text) not in _TITLES)


def _enough(reading: Reading) -> bool:
    folded = "".join(folding.code(piece.text) for piece in reading)
    return len(folded) >= SHORTEST or folding.unspaced(folded)
