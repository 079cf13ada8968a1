"""Cells of CSV that no spreadsheet takes for a formula (security.md T-36), and back.

A spreadsheet runs what begins with `=` and its like. An apostrophe before it makes it text; for a value
that has the apostrophe already there is one more, so that reading takes off what writing put on and
nothing else.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

_RUNS = re.compile("'*[=+\\-@\t\r\n\0＝＋－＠]")
_GUARDED = re.compile("''*[=+\\-@\t\r\n\0＝＋－＠]")


def guarded(text: str) -> str:
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


class _Line:
    """What a csv writer writes to: the last line, and nothing kept."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def line(cells: Iterable[str]) -> bytes:
    """A row of CSV, every cell quoted and none of them a formula."""
    made = _Line()
    csv.writer(made, quoting=csv.QUOTE_ALL).writerow([guarded(cell) for cell in cells])
    return made.text.encode()
