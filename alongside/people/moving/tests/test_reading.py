"""Rows of files, from any place on."""

from __future__ import annotations

import io
import json
from itertools import islice

import pytest

from alongside.people.moving.limits import Unreadable
from alongside.people.moving.reading import Row, Shape, examples, rows, shape_of


def read(text: str, format: str | None = None) -> tuple[Shape, list[Row]]:
    kept = io.BytesIO(text.encode())
    shape = shape_of(kept, format)
    return shape, list(rows(kept, shape))


def cells(text: str) -> list[tuple[int, list[object], str]]:
    return [(row.number, list(row.cells), row.problem) for row in read(text)[1]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_headings(delimiter: str) -> None:
    shape, found = read(
        delimiter.join(['"Name, all; of it"', "Town"]) + "\n" + delimiter.join(["Ann", "York"])
    )
    assert (shape.delimiter, shape.headings) == (delimiter, ("Name, all; of it", "Town"))
    assert [list(row.cells) for row in found] == [["Ann", "York"]]


def test_a_cell_holds_line_ends_and_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    assert cells('Name,Address\nAnn,"1 High St\nYork"\n\nBen, 2 Low St \n') == [
        (2, ["Ann", "1 High St\nYork"], ""),
        (3, [], ""),
        (4, ["Ben", "2 Low St"], ""),
    ]


def test_cells_too_many_or_too_few_are_said_but_empty_ones_at_the_end_are_not() -> None:
    assert cells("a,b\n1,2,,\n1,2,3\n1\n") == [
        (2, ["1", "2"], ""),
        (3, ["1", "2", "3"], "This row has 3 cells, but there are 2 headings."),
        (4, ["1"], "This row has 1 cells, but there are 2 headings."),
    ]


def test_a_bad_quotation_mark_spoils_its_own_row_only() -> None:
    assert cells('a,b\n"1" x,2\n3,4\n"5,6\n7,8\n') == [
        (2, ["1 x", "2"], "A quotation mark stands in the middle of a cell. Double it, or take it away."),
        (3, ["3", "4"], ""),
        (4, ["5,6"], "A quotation mark is opened and not closed."),
        (5, ["7", "8"], ""),
    ]


def test_a_quotation_mark_that_is_never_closed_takes_no_more_than_a_row_may_hold() -> None:
    found = cells('a,b\n"1,2\n' + "3,4\n" * 50_000)
    assert found[0] == (2, ["1,2"], "A quotation mark is opened and not closed.")
    assert len(found) == 50_001


def test_what_is_too_long_for_a_cell_is_said() -> None:
    assert (
        cells(f"Note\n{'x' * 10_001}\n")[0][2] == "What stands under “Note” is longer than 10,000 characters."
    )


def test_reading_goes_on_from_any_row() -> None:
    text = 'a,b\n1,"x\ny"\n\n"bad" 2,\n3,z\n4,ü\n5,v\n'
    kept = io.BytesIO(text.encode())
    shape = shape_of(kept)
    whole = list(rows(kept, shape))
    for place, row in enumerate(whole):
        rest = list(rows(kept, shape, start=row.end, number=row.number + 1))
        assert rest == whole[place + 1 :]


def test_what_a_spreadsheet_would_run_was_guarded_and_is_not() -> None:
    assert cells("a\n'+44 1632 960123\n''=1\n'Tis\n+1\n") == [
        (2, ["+44 1632 960123"], ""),
        (3, ["'=1"], ""),
        (4, ["'Tis"], ""),
        (5, ["+1"], ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n\n", "There is nothing in this file."),
        ("a,b,a\n", "Two columns are called “a”. Give each a name of its own."),
        ('"a,b\nc', "The headings cannot be read. A quotation mark is opened and not closed."),
        (
            ",".join(map(str, range(501))),
            "There are 501 columns, more than 500. Send only those about people.",
        ),
        ("x" * 201, f"The heading “{'x' * 40}…” is longer than 200 characters."),
        ("a\x07,b", "The headings hold characters that cannot be kept. Is this a list of people?"),
        (
            '[{"a": 1}]',
            "This is JSON, but not JSON Lines, which has one object on each line. `jq -c '.[]' people.json`"
            " makes lines of a list.",
        ),
        (
            "{broken",
            "This is not JSON Lines. This is not JSON: Expecting property name enclosed in double"
            " quotes at character 2.",
        ),
    ],
)
def test_headings_that_cannot_be_used_are_refused(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read(text)
    assert str(problem.value) == said


def test_a_column_without_a_heading_is_called_by_its_place() -> None:
    assert read("a,,c,,\n1,2,3\n")[0].headings == ("a", "Column 2", "c")


def test_lines_of_json_are_rows_under_the_headings_of_the_first_of_them() -> None:
    lines = [{"name": "Ann", "id": 7}, {"id": 1.10, "tags": ["a", " "]}, {"name": None, "on": True}]
    shape, found = read("\n".join(map(json.dumps, lines)).replace("7", "7e5") + "\n")
    assert (shape.format, shape.headings) == ("jsonl", ("name", "id", "tags", "on"))
    assert [(row.number, list(row.cells)) for row in found] == [
        (1, ["Ann", "7e5", "", ""]),
        (2, ["", "1.1", ["a"], ""]),
        (3, ["", "", "", "yes"]),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"a": 1, "a": 2}', "A name stands in this row twice."),
        ('{"a": {"b": 1}}', "“a” holds something that is no text, number or list of texts."),
        ('{"a": [1, [2]]}', "“a” holds something that is no text, number or list of texts."),
        ("[1]", 'This row is no object: it should look like {"family_name": "Smith"}.'),
        ("{'a': 1}", "This is not JSON: Expecting property name enclosed in double quotes at character 2."),
        ("[" * 100_000, "This is nested too deeply."),
    ],
)
def test_a_line_that_is_no_row_spoils_itself_only(line: str, said: str) -> None:
    _, found = read(f'{{"a": "1"}}\n{line}\n{{"a": "2"}}\n')
    assert [(row.number, row.problem) for row in found] == [(1, ""), (2, said), (3, "")]
    assert [list(found[0].cells), list(found[2].cells)] == [["1"], ["2"]]


def test_a_name_that_comes_late_is_not_left_out_silently() -> None:
    _, found = read('{"a": "1"}\n' * 1_000 + '{"b": "2"}\n')
    assert found[-1].problem == "The first rows have no “b”, so it was not mapped."


def test_examples_are_the_first_values_that_differ() -> None:
    kept = io.BytesIO(b"a,b\n1,\n1,x\n2,y\n3,z\n4,\n")
    assert examples(kept, shape_of(kept)) == {"a": ["1", "2", "3"], "b": ["x", "y", "z"]}


def test_a_row_is_read_without_reading_the_rest() -> None:
    kept = io.BytesIO(b"a\n" + b"x\n" * 1_000_000)
    shape = shape_of(kept)
    assert len(list(islice(rows(kept, shape), 10))) == 10
    assert kept.tell() < 100
