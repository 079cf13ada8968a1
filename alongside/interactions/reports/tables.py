"""A report as tables of plain cells, for files and mails. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from alongside.interactions.reports.reading import WEEKDAYS, Report, Row
from alongside.people.moving import cells

Cell = str | int | float
HEAD = (
    "Contacts",
    "Contacts before",
    "Time (seconds)",
    "Time before (seconds)",
    "Average (seconds)",
    "Resolved at first contact (%)",
)


Tables = Sequence[tuple[str, Sequence[Sequence[Cell]]]]


def tables(report: Report) -> list[tuple[str, list[list[Cell]]]]:
    """Name and rows of each table; the first row is its heading."""
    span: list[list[Cell]] = [
        ["", "From", "To"],
        ["This report", report.days.first.isoformat(), report.days.last.isoformat()],
        ["Compared with", report.before.first.isoformat(), report.before.last.isoformat()],
        ["Closed automatically, not counted", report.whole.now.automatic, report.whole.before.automatic],
    ]
    found: list[tuple[str, list[list[Cell]]]] = [("Days", span), ("All", [["", *HEAD], _cells(report.whole)])]
    for section in report.sections:
        found.append((section.title, [[section.column, *HEAD], *map(_cells, section.rows)]))
    hours: list[list[Cell]] = [["Weekday", *(f"{hour:02}:00" for hour in range(24))]]
    for name, numbers in zip(WEEKDAYS, report.hours, strict=True):
        hours.append([name, *numbers])
    return [*found, ("Hours", hours)]


def as_csv(report: Report) -> bytes:
    return csv_of(tables(report))


def csv_of(tables: Tables) -> bytes:
    """One table below the other, each with its name; no cell is a formula (security.md T-36)."""
    lines = []
    for name, rows in tables:
        lines += [cells.line([name]), *(cells.line(map(str, row)) for row in rows), b"\r\n"]
    return "\ufeff".encode() + b"".join(lines)  # by the mark, spreadsheets know that it is UTF-8


def as_xlsx(report: Report) -> bytes:
    """A sheet for each table; text is written as text, whatever it begins with."""
    # What writes spreadsheets takes a second to load, and few processes ever need it.
    from alongside.interactions.reports.workbooks import workbook  # noqa: PLC0415

    return workbook(tables(report))


def xlsx_of(tables: Tables) -> bytes:
    """A sheet for each table."""
    from alongside.interactions.reports.workbooks import workbook  # noqa: PLC0415 (see `as_xlsx`)

    return workbook(tables)


def _cells(row: Row) -> list[Cell]:
    return [
        row.label,
        row.now.contacts,
        row.before.contacts,
        row.now.seconds,
        row.before.seconds,
        row.average // timedelta(seconds=1),
        "" if row.resolved is None else round(100 * row.resolved, 1),
    ]
