"""Files as people send them, and what is said of those that are something else."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from alongside.people.moving.intake import Taken, take_in
from alongside.people.moving.limits import Unreadable

PLAIN = "Given name,Family name\nZoë,O’Brien\n"


def taken(content: bytes, encoding: str = "utf-8") -> tuple[Taken, bytes]:
    kept = io.BytesIO()
    return take_in(io.BytesIO(content), kept, encoding=encoding), kept.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PLAIN.encode(), "utf-8"),
        (PLAIN.encode("utf-8-sig"), "utf-8"),
        (PLAIN.encode("utf-16"), "utf-8"),
        (PLAIN.encode("utf-32"), "utf-8"),
        (PLAIN.encode("windows-1252"), "windows-1252"),
        (PLAIN.replace("\n", "\r\n").encode(), "utf-8"),
        (PLAIN.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_a_file_is_kept_in_one_encoding_with_plain_line_ends(content: bytes, said: str) -> None:
    found, kept = taken(content, said)
    assert kept.decode() == PLAIN
    assert (found.sha256, found.size, found.lines) == (hashlib.sha256(content).hexdigest(), len(content), 2)


def test_a_last_line_without_an_end_counts() -> None:
    assert taken(b"a\nb")[0].lines == 2


def workbook(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 100)
    return made.getvalue()


AS_CSV = "Save it as CSV (UTF-8) and send that."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook("[Content_Types].xml", "xl/workbook.xml"), f"This is an Excel workbook. {AS_CSV}"),
        (workbook("[Content_Types].xml", "_rels/.rels"), f"This is an Excel workbook. {AS_CSV}"),
        (
            workbook("[Content_Types].xml", "word/document.xml"),
            f"This is a Word document. Put its table into a spreadsheet. {AS_CSV}",
        ),
        (workbook("people.csv"), "This is a zip archive. Unpack it and send the file that is in it."),
        (b"\xd0\xcf\x11\xe0" + bytes(500), f"This is an old Excel workbook. {AS_CSV}"),
        (b"%PDF-1.7\n", "This is a PDF. Ask for the list as CSV (UTF-8) and send that."),
        (
            b"\x1f\x8b\x08\x00",
            "This is a compressed file (gzip). Unpack it and send the file that is in it.",
        ),
        (b"\n <html><table>", f"This is a web page or XML, even if it opens as a table. {AS_CSV}"),
        (b"", "There is nothing in this file."),
        (b" \r\n\t\n", "There is nothing in this file."),
        (
            bytes(range(1, 200)) + bytes(60),
            "This is not a text file. Save the list as CSV (UTF-8) and send that.",
        ),
        (
            PLAIN.encode("utf-16-le"),
            "This looks like UTF-16 without its mark. Save it as CSV (UTF-8) and send that.",
        ),
        (
            PLAIN.encode("windows-1252"),
            "Line 2 is not UTF-8 (byte 0xEB). If it comes from Excel on Windows, its encoding is probably"
            " Windows-1252: choose that, or save it as CSV (UTF-8).",
        ),
        (
            b"a,b\n" * 70_000 + b"\xff\n",
            "Line 70,001 is not UTF-8 (byte 0xFF). If it comes from Excel on Windows, its encoding is"
            " probably Windows-1252: choose that, or save it as CSV (UTF-8).",
        ),
        (
            ",".join(f"column {number}" for number in range(1_000_000)).encode(),
            "The first row has more than 500 columns. Send only those about people.",
        ),
        (
            b"a,b\n" + b"x" * 2_000_000,
            "Line 2 is longer than a million characters. Is this a list of people?",
        ),
    ],
)
def test_what_is_something_else_is_named(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as problem:
        taken(content)
    assert str(problem.value) == said


@pytest.mark.parametrize("encoding", ["klingon", "base64", "hex"])
def test_an_encoding_that_is_none_is_said(encoding: str) -> None:
    with pytest.raises(
        Unreadable, match=f"There is no encoding called {encoding}. Try utf-8 or windows-1252."
    ):
        taken(b"a,b\n", encoding)


class Endless:
    """A file that is made as it is read, and notes how much of it was."""

    def __init__(self, size: int, content: Callable[[int], bytes]) -> None:
        self.left, self.content, self.read_bytes = size, content, 0

    def read(self, size: int, /) -> bytes:
        part = self.content(min(size, self.left))
        self.left -= len(part)
        self.read_bytes += len(part)
        return part


class Nowhere(io.RawIOBase):
    def write(self, part: object, /) -> int:
        return len(part)  # type: ignore[arg-type]  # bytes


def test_a_line_without_an_end_is_not_waited_for() -> None:
    endless = Endless(2**40, lambda size: b"x" * size)
    with pytest.raises(Unreadable, match="Line 1 is longer than a million characters"):
        take_in(endless, Nowhere())  # type: ignore[arg-type]
    assert endless.read_bytes < 2 * 2**20


def test_the_memory_does_not_depend_on_the_file() -> None:
    line = b"Ann,Smith,12 Acacia Avenue\n"
    tracemalloc.start()
    found = take_in(Endless(2**25, lambda size: (line * (size // len(line) + 1))[:size]), Nowhere())  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.size == 2**25
    assert peak < 2**20


def test_a_file_of_nothing_but_zeros_is_no_utf_16() -> None:
    with pytest.raises(Unreadable, match="only empty bytes"):
        take_in(io.BytesIO(b"\x00" * 5_000_000), io.BytesIO())
