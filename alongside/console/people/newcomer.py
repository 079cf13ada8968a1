"""What a question that found nobody says of somebody new (spec G17): `ann smith 01632 960123`.

Pure. Nothing is judged: what was meant otherwise is put right in the form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from alongside.people import dates, folding

_TELEPHONE = re.compile(r"[+(]?\d[\d\s()+\-]{5,}\d")
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
_DATE = re.compile(r"\b\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}\b")
_EMAIL = re.compile(r"\S+@\S+")
_IN_TURN = (("email", _EMAIL), ("date_of_birth", _DATE), ("postcode", _POSTCODE), ("telephone", _TELEPHONE))


def from_question(query: str, by_field: Mapping[str, str], fields: Collection[str]) -> dict[str, str]:
    """Values to begin a registration with, of the fields there are."""
    said: dict[str, str] = {}
    rest = query
    for name, pattern in _IN_TURN:
        match = pattern.search(rest)
        if match and _meant(name, match[0]):
            said[name] = match[0].strip()
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    said |= _names(rest) | dict(by_field)
    return {name: value for name, value in said.items() if name in fields}


def _meant(name: str, text: str) -> bool:
    if name == "postcode":
        return bool(folding.outward(folding.postcode(text)))
    return name != "date_of_birth" or bool(dates.written(text))


def _names(text: str) -> dict[str, str]:
    """`smith, ann` and `ann smith`; a single word is a family name."""
    family, comma, given = text.partition(",")
    words = [word for word in text.replace(",", " ").split() if not any(map(str.isdigit, word))]
    if not words:
        return {}
    if comma and given.strip():
        return {"given_name": _written(given), "family_name": _written(family)}
    return {"given_name": _written(" ".join(words[:-1])), "family_name": _written(words[-1])}


def _written(name: str) -> str:
    """As names are written, if it was typed in small letters."""
    name = " ".join(name.split())
    return name.title() if name.islower() else name
