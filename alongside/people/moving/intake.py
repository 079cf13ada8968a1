"""Taking a file in: whatever encoding and line ends it came with, it is kept as UTF-8 with plain ones.

So it can be read from any byte on, and whether it is text at all is known before anybody is imported.
The memory this takes does not depend on the file.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from alongside.people.moving.disguises import unmasked
from alongside.people.moving.limits import CHUNK, LONGEST_ROW, MOST_COLUMNS, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16's, so it is asked for first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Taken:
    """What came in: `sha256` and `size` are of the file as it was sent, `lines` of the text in it."""

    sha256: str
    size: int
    encoding: str
    lines: int


def take_in(source: Source, kept: BinaryIO, *, encoding: str = "utf-8") -> Taken:
    """Copy a file of text into `kept`; raises `Unreadable`. A mark at its beginning says its encoding
    better than anybody, so it wins over `encoding`."""
    beginning = source.read(CHUNK)
    if not beginning.strip():
        raise Unreadable("There is nothing in this file.")
    if not beginning.strip(b"\x00"):
        raise Unreadable(
            "There is no text in this file, only empty bytes. Copy or save it again and send that."
        )
    if said := unmasked(beginning):
        raise Unreadable(said)
    encoding = _encoding(beginning, encoding)
    return _copied(source, kept, beginning, encoding)


def known_encoding(name: str) -> str:
    """The encoding's usual name; raises `Unreadable` for what is none."""
    try:
        "".encode(name)  # also refuses codecs that are not of text, such as base64
        return codecs.lookup(name).name
    except (LookupError, UnicodeError):
        raise Unreadable(f"There is no encoding called {name}. Try utf-8 or windows-1252.") from None


def _encoding(beginning: bytes, said: str) -> str:
    for mark, encoding in _MARKS:
        if beginning.startswith(mark):
            return encoding
    encoding = known_encoding(said)
    if encoding == "utf-8" and b"\x00" in beginning[:4096]:
        if beginning[:4096].count(b"\x00") * 3 > min(len(beginning), 4096):
            raise Unreadable("This looks like UTF-16 without its mark. Save it as CSV (UTF-8) and send that.")
        raise Unreadable("This is not a text file. Save the list as CSV (UTF-8) and send that.")
    return encoding


def _copied(source: Source, kept: BinaryIO, beginning: bytes, encoding: str) -> Taken:
    digest = hashlib.sha256()
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    size = lines = open_line = 0
    chunk = beginning
    while True:
        digest.update(chunk)
        size += len(chunk)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeError as problem:
            raise Unreadable(_undecodable(problem, lines, encoding)) from None
        written = text.encode()
        end = written.find(b"\n")
        if open_line + (len(written) if end < 0 else end) > LONGEST_ROW:
            raise Unreadable(_too_long(lines, text))
        open_line = open_line + len(written) if end < 0 else len(written) - written.rfind(b"\n") - 1
        lines += written.count(b"\n")
        kept.write(written)
        if not chunk:
            return Taken(digest.hexdigest(), size, encoding, lines + bool(open_line))
        chunk = source.read(CHUNK)


def _undecodable(problem: UnicodeError, lines: int, encoding: str) -> str:
    if not isinstance(problem, UnicodeDecodeError):  # UTF-16 without anything behind its mark, and the like
        return f"This is not {_called(encoding)}: {problem}."
    line = lines + 1 + problem.object[: problem.start].count(b"\n")
    said = f"Line {line:,} is not {_called(encoding)} (byte 0x{problem.object[problem.start]:02X})."
    if encoding.startswith("utf-8"):
        return (
            f"{said} If it comes from Excel on Windows, its encoding is probably Windows-1252: choose"
            " that, or save it as CSV (UTF-8)."
        )
    return f"{said} Say which encoding it has, or save it as CSV (UTF-8)."


def _called(encoding: str) -> str:
    return {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}.get(encoding, encoding.upper())


def _too_long(lines: int, text: str) -> str:
    if lines == 0 and max(map(text.count, ",;\t|")) > MOST_COLUMNS:
        return f"The first row has more than {MOST_COLUMNS} columns. Send only those about people."
    return f"Line {lines + 1:,} is longer than a million characters. Is this a list of people?"
