"""Bytes and headers into text, whatever they claim to be."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

_LONGEST_HEADER = 10_000
# Texts in these are mistaken for one another so often that UTF-8 is tried before them.
_WESTERN = {"ascii", "iso8859-1", "cp1252", "iso8859-15", ""}
# Encodings of something else than letters, or whose decoding takes a time that grows as the square.
_ODD = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_FOLD = re.compile(r"\s*[\r\n]+\s*")
_ID = re.compile(r"<\s*([^<>\s\x00-\x20\x7f-\xa0]{1,250})\s*>")
_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f-\xa0@<>\"(),:;\\]{1,64}@[^\s\x00-\x20\x7f-\xa0@<>\"(),:;\\]{1,190}")


def text_of(content: bytes, charset: str = "") -> str:
    """Bytes as text: in the encoding they claim, in the one they evidently are, or with what cannot be read
    replaced."""
    name = _codec(charset)
    tried = ("utf-8", name or "cp1252") if name in _WESTERN else (name, "utf-8", "cp1252")
    for one in tried:
        try:
            return tidied(content.decode("cp1252" if one == "iso8859-1" else one))
        except (UnicodeError, LookupError, ValueError):
            continue
    return tidied(content.decode("cp1252" if name in _WESTERN else "utf-8", "replace"))


def tidied(text: str) -> str:
    """Without what is not seen and without halves of signs; lines end with `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    whole = _UNSEEN.sub("", text).encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", whole)


def header_text(value: object) -> str:
    """A header's value in one line, its encoded words decoded."""
    raw = _FOLD.sub(" ", _as_it_came(value)[:_LONGEST_HEADER])
    try:
        pieces = decode_header(raw)
    except Exception:  # the library raises what it finds: bad base64 among others
        return tidied(raw).strip()
    said = "".join(
        text_of(piece, charset or "") if isinstance(piece, bytes) else tidied(piece)
        for piece, charset in pieces
    )
    return " ".join(said.split())


def addresses(values: Iterable[object]) -> list[tuple[str, str]]:
    """Names and addresses, the latter in small letters; what is no address is left out."""
    found: list[tuple[str, str]] = []
    for value in values:
        plain = _FOLD.sub(" ", _as_it_came(value)[:_LONGEST_HEADER])
        try:
            pairs = getaddresses([plain])
        except Exception:
            pairs = []
        good = [(header_text(name), address.lower()) for name, address in pairs if is_address(address)]
        # What the library refuses to take apart may still hold one address in angle brackets.
        found += good or [("", one.lower()) for one in _ADDRESS.findall(plain)[:1]]
    return found


def is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None and text.isprintable()


def ids(value: object, most: int = 50) -> tuple[str, ...]:
    """The message ids of a header, at most the last ones."""
    return tuple(_ID.findall(_as_it_came(value)[-100_000:])[-most:])


def moment(value: object) -> datetime | None:
    try:
        read = parsedate_to_datetime(_as_it_came(value)[:200])
        # Between years that every database keeps, whatever the zone.
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware.astimezone(UTC) if 1970 < aware.year < 2200 else None
    except Exception:
        return None


def _as_it_came(value: object) -> str:
    """Headers with bytes beyond ASCII come as halves of signs, or as an object of the library's."""
    text = str(value or "")
    try:
        text.encode("ascii")
        return text
    except UnicodeError:
        pass
    try:
        return text_of(text.encode("ascii", "surrogateescape"))
    except UnicodeError:
        return tidied(text)


def _codec(charset: str) -> str:
    """The name by which Python knows an encoding of text; empty for every other."""
    try:
        found = codecs.lookup(charset.strip().strip("\"'")[:40])
    except (LookupError, ValueError, UnicodeError):
        return ""
    return found.name if found._is_text_encoding and found.name not in _ODD else ""
