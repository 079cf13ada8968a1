from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alongside.people.moving.cells import guarded, line, unguarded

RUN = [
    "=1+1",
    "+44 1632 960123",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
]


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ann", "'Tis", "O’Brien", "12", "", "a=b", " =1"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert (guarded(text), unguarded(text)) == (text, text)


@given(some.text(alphabet="'=+-@\t\r\n\0＝ab", max_size=6))
def test_reading_takes_off_what_writing_put_on_and_nothing_else(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_every_cell_of_a_line_is_quoted() -> None:
    made = line(["Ann", 'the "cat"', "=1", "two\nlines"])
    assert made == b'"Ann","the ""cat""","\'=1","two\nlines"\r\n'
    assert next(csv.reader([made.decode()])) == ["Ann", 'the "cat"', "'=1", "two\nlines"]
