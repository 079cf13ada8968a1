"""JSON in exactly one spelling, so that the same content always has the same bytes and the same hash.

Keys are sorted by code point, strings are in Unicode's NFC, there is no space between tokens, only
quotation marks, backslashes and control characters are escaped, and whole numbers keep within what
every JSON reader keeps exactly. Floats are refused: they have too many spellings.
The vectors in `tests/canonical_vectors.json` are the specification.
"""

from __future__ import annotations

import json
import unicodedata
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NoReturn, TypeAlias

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"

LARGEST = 2**53 - 1  # beyond it, readers that hold numbers as floats lose digits


class NotCanonical(ValueError):
    """The value has no canonical spelling, or the text is not in it."""


def encode(value: object) -> str:
    """The canonical spelling. Dates, times and UUIDs become text; raises `NotCanonical` for what cannot."""
    return _encoder.encode(plain(value))


def decode(text: str) -> Plain:
    """The value of a canonical text; raises `NotCanonical` when it is spelt in any other way."""
    value = read(text)
    if encode(value) != text:
        raise NotCanonical("not in its canonical spelling")
    return value


def read(text: str) -> Plain:
    """The value of a JSON text however spelt; raises `NotCanonical` when it has no canonical spelling."""
    try:
        value: Plain = json.loads(
            text, object_pairs_hook=_without_duplicates, parse_float=_refuse, parse_constant=_refuse
        )
    except (json.JSONDecodeError, RecursionError) as problem:
        raise NotCanonical(f"not JSON: {problem}") from None
    return plain(value)


def plain(value: object) -> Plain:
    """The value as JSON has it: times in UTC with microseconds, strings in NFC."""
    match value:
        case str():
            return _text(value)
        case None | bool():
            return value
        case int():
            if not -LARGEST <= value <= LARGEST:
                raise NotCanonical("a whole number beyond 2^53 - 1")
            return int(value)
        case Mapping():
            return _without_duplicates([(_key(key), plain(member)) for key, member in value.items()])
        case list() | tuple():
            return [plain(member) for member in value]
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case _:
            raise NotCanonical(f"{type(value).__name__} has no canonical spelling")


def moment(at: datetime) -> str:
    """A time as text of fixed width: `2026-11-22T09:30:00.000000Z`."""
    if at.tzinfo is None:
        raise NotCanonical("a time without its zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _text(value: str) -> str:
    if value.isascii():
        return str(value)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonical("half a character (an unpaired surrogate)") from None
    return unicodedata.normalize("NFC", value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"a key must be text, not {type(key).__name__}")
    return _text(key)


def _without_duplicates(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise NotCanonical("two keys that are the same")
    return members


def _refuse(number: str) -> NoReturn:
    raise NotCanonical(f"not a whole number: {number}")


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
