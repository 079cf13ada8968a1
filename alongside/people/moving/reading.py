"""Reading a kept file of people: its headings, and its rows from any byte on.

A row that cannot be read is a row with a problem, and the next one follows it: one bad line spoils
nothing but itself. Whatever is in the file, no more than a row of it is in memory.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from alongside.people.moving.cells import unguarded
from alongside.people.moving.limits import (
    KEYS_FROM,
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_COLUMNS,
    WRONG,
    Unreadable,
)

CSV, JSONL = "csv", "jsonl"
FORMATS = (CSV, JSONL)

Cell = str | list[str]

_DELIMITERS = (",", ";", "\t", "|")
_QUOTED = re.compile('"[^"]*"')


@dataclass(frozen=True)
class Shape:
    """How a file is to be read. `start` is the byte at which its first row begins, `first` the number of
    that row as a spreadsheet shows it."""

    format: str
    headings: tuple[str, ...]
    delimiter: str = ","
    start: int = 0
    first: int = 1


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it, the byte behind it, its cells under the headings —
    or, with a `problem`, whatever could be read of it."""

    number: int
    end: int
    cells: Sequence[Cell]
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.problem and not any(self.cells)


def shape_of(kept: BinaryIO, format: str | None = None) -> Shape:
    """What the beginning of a kept file says of it; raises `Unreadable`."""
    kept.seek(0)
    first = b""
    while not first.strip():  # blank lines before the headings
        start = kept.tell()
        first = kept.readline(LONGEST_ROW)
        if not first:
            raise Unreadable("There is nothing in this file.")
    if format is None:
        format = JSONL if first.lstrip()[:1] == b"{" else CSV
    if format == JSONL:
        return _shape_of_lines(kept)
    if first.lstrip()[:1] in (b"{", b"["):
        raise Unreadable(_NOT_LINES)
    return _shape_of_table(kept, start, first.decode())


def rows(
    kept: BinaryIO, shape: Shape, *, start: int | None = None, number: int | None = None
) -> Iterator[Row]:
    """The rows from a byte on, which is where one begins; `number` is that row's."""
    start = shape.start if start is None else start
    number = shape.first if number is None else number
    kept.seek(start)
    lines = _Lines(kept, start)
    read = _objects(lines, shape) if shape.format == JSONL else _records(lines, shape)
    for count, (cells, problem) in enumerate(read):
        problem = problem or _unfit(shape.headings, cells)
        yield Row(number + count, lines.at, cells, problem)


def examples(kept: BinaryIO, shape: Shape, *, most: int = 3) -> dict[str, list[str]]:
    """For each heading the first few values that are not empty, among the first hundred rows."""
    shown: dict[str, list[str]] = {heading: [] for heading in shape.headings}
    for row in islice(rows(kept, shape), 100):
        if not row.problem:
            for heading, cell in zip(shape.headings, row.cells, strict=False):
                text = as_text(cell)
                if text and text not in shown[heading] and len(shown[heading]) < most:
                    shown[heading].append(text)
    return shown


def as_text(cell: Cell) -> str:
    """A cell as CSV holds it: several values one on each line."""
    return cell if isinstance(cell, str) else "\n".join(cell)


_NOT_LINES = (
    "This is JSON, but not JSON Lines, which has one object on each line. `jq -c '.[]' people.json` makes"
    " lines of a list."
)


class _Lines:
    """The lines of a file, and where one is: `at` is the byte behind the last line that was given."""

    def __init__(self, kept: BinaryIO, at: int) -> None:
        self._kept, self.at = kept, at
        self.begin()

    def begin(self) -> None:
        """A row begins here."""
        self._begun = self.at
        self.first = b""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._kept.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.at += len(line)
        self.first = self.first or line
        if self.at - self._begun > LONGEST_ROW:
            raise csv.Error("unexpected end of data")  # what an open quotation mark leads to
        return line.decode("utf-8", "replace")

    def give_up(self) -> str:
        """Go on behind the first line of a row that cannot be read; what stands in that line."""
        self.at = self._begun + len(self.first)
        self._kept.seek(self.at)
        return self.first.decode("utf-8", "replace").rstrip("\n")


Read = Iterator[tuple[Sequence[Cell], str]]


def _records(lines: _Lines, shape: Shape) -> Read:
    """Rows of CSV. The reader takes no line more than the row needs, so it is always known where it is."""
    reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield _leniently(lines.give_up(), shape.delimiter), _of_quotes(problem)
            reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
            continue
        while len(cells) > len(shape.headings) and not cells[-1]:
            cells.pop()
        yield [unguarded(cell.strip()) for cell in cells], ""


def _leniently(line: str, delimiter: str) -> list[str]:
    """The cells of a line as far as they can be told apart, to be corrected by somebody."""
    try:
        [cells] = csv.reader([line], delimiter=delimiter)
    except (csv.Error, ValueError):
        cells = [line]
    return [unguarded(cell.strip())[:LONGEST_CELL] for cell in cells]


def _of_quotes(problem: csv.Error) -> str:
    if "expected after" in str(problem):
        return "A quotation mark stands in the middle of a cell. Double it, or take it away."
    return "A quotation mark is opened and not closed."


def _objects(lines: _Lines, shape: Shape) -> Read:
    """Rows of JSON Lines, under the headings that the first of them have."""
    places = {heading: place for place, heading in enumerate(shape.headings)}
    for line in lines:
        lines.begin()
        if not line.strip():
            yield [], ""
            continue
        try:
            pairs = _pairs(line)
        except ValueError as problem:
            yield [line.strip()[:LONGEST_CELL]], str(problem)
            continue
        cells: list[Cell] = [""] * len(places)
        wrong = ""
        for key, value in pairs.items():
            if key in places:
                cells[places[key]], said = _cell(key, value)
                wrong = wrong or said
            elif value not in (None, "", []):
                wrong = wrong or f"The first rows have no “{key[:100]}”, so it was not mapped."
        yield (cells, "") if not wrong else ([line.strip()[:LONGEST_CELL]], wrong)


def _pairs(line: str) -> dict[str, Any]:
    """One object; raises `ValueError` with a sentence."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError("A name stands in this row twice.")
        return found

    try:
        # Numbers stay as they are written: 007 is no number, and 1.10 is not 1.1.
        found = json.loads(line, object_pairs_hook=once, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as problem:
        raise ValueError(f"This is not JSON: {problem.msg} at character {problem.pos + 1}.") from None
    except RecursionError:
        raise ValueError("This is nested too deeply.") from None
    if not isinstance(found, dict):
        raise ValueError('This row is no object: it should look like {"family_name": "Smith"}.')
    return found


def _cell(key: str, value: object) -> tuple[Cell, str]:
    if value is None:
        return "", ""
    if isinstance(value, str):
        return value.strip(), ""
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return [one.strip() for one in value if one.strip()], ""
    return "", f"“{key[:100]}” holds something that is no text, number or list of texts."


def _unfit(headings: Sequence[str], cells: Sequence[Cell]) -> str:
    """What is wrong with a row as a whole; empty when nothing is."""
    if not cells:
        return ""
    if len(cells) != len(headings):
        return f"This row has {len(cells)} cells, but there are {len(headings)} headings."
    for heading, cell in zip(headings, cells, strict=True):
        if len(cell) > LONGEST_CELL or (isinstance(cell, list) and sum(map(len, cell)) > LONGEST_CELL):
            return f"What stands under “{heading}” is longer than {LONGEST_CELL:,} characters."
    return ""


def _shape_of_table(kept: BinaryIO, start: int, first: str) -> Shape:
    unquoted = _QUOTED.sub("", first)
    delimiter = max(_DELIMITERS, key=unquoted.count)
    kept.seek(start)
    lines = _Lines(kept, start)
    try:
        headings = [heading.strip() for heading in next(csv.reader(lines, delimiter=delimiter, strict=True))]
    except csv.Error as problem:
        raise Unreadable(f"The headings cannot be read. {_of_quotes(problem)}") from None
    while len(headings) > 1 and not headings[-1]:
        headings.pop()
    return Shape(CSV, _demanded(headings), delimiter, lines.at, first=2)


def _shape_of_lines(kept: BinaryIO) -> Shape:
    kept.seek(0)
    headings: dict[str, None] = {}
    problem = ""
    for line in islice(_Lines(kept, 0), KEYS_FROM):
        try:
            headings |= dict.fromkeys(_pairs(line)) if line.strip() else {}
        except ValueError as said:
            problem = problem or str(said)
    if not headings:
        raise Unreadable(f"This is not JSON Lines. {problem}")
    return Shape(JSONL, _demanded(list(headings)))


def _demanded(headings: list[str]) -> tuple[str, ...]:
    """Headings by which each column can be named; raises `Unreadable`."""
    if len(headings) > MOST_COLUMNS:
        raise Unreadable(
            f"There are {len(headings):,} columns, more than {MOST_COLUMNS}. Send only those about people."
        )
    named = [unguarded(heading) or f"Column {place}" for place, heading in enumerate(headings, start=1)]
    for heading in named:
        if len(heading) > 200:
            raise Unreadable(f"The heading “{heading[:40]}…” is longer than 200 characters.")
        if named.count(heading) > 1:
            raise Unreadable(f"Two columns are called “{heading}”. Give each a name of its own.")
        if any(ord(char) < 32 and char not in "\n\t" for char in heading):
            raise Unreadable("The headings hold characters that cannot be kept. Is this a list of people?")
    return tuple(named)


def is_told(heading: str) -> bool:
    """Whether this is the column in which a file of rows to correct says what is wrong."""
    return heading == WRONG
