"""Tables as a spreadsheet, written row by row. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from alongside.interactions.reports.tables import Cell


def workbook(tables: Iterable[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """A sheet for each named table, whose first row is its heading."""
    book = Workbook(write_only=True)
    for name, rows in tables:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.column_dimensions["A"].width = 32
        for number, row in enumerate(rows):
            sheet.append(_written(sheet, row, heading=number == 0))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _written(sheet: Any, row: Sequence[Cell], *, heading: bool) -> Iterable[Any]:
    for value in row:
        cell = WriteOnlyCell(sheet, value=_printable(value))
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula
        if heading:
            cell.font = Font(bold=True)
        yield cell


def _printable(value: Cell) -> Cell:
    """A spreadsheet refuses control characters."""
    return "".join(one for one in value if one.isprintable()) if isinstance(value, str) else value
