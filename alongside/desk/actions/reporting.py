"""Taking the report on questions along as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alongside.assisting.acting import Acting
from alongside.desk.reporting import Line
from alongside.history.events import Event
from alongside.interactions.actions.reporting import TAKE_REPORT
from alongside.interactions.reports.ranges import Range
from alongside.interactions.reports.tables import Cell, csv_of, xlsx_of

FORMATS = {"csv": csv_of, "xlsx": xlsx_of}
HEAD = (
    "Topic",
    "Came",
    "Within",
    "Within (%)",
    "Late",
    "No target",
    "No resolution",
    "First response (seconds)",
)


class QuestionsReportTaken(
    Event,
    kind="desk.report_taken",
    title="Take report",
    sentence="{actor} took the report on questions from {first} to {last} as a file",
    private=True,
):
    first: date
    last: date
    format: str


def take_questions_report(
    acting: Acting,
    days: Range,
    lines: Sequence[tuple[str, Line]],
    ages: Sequence[tuple[str, int]],
    format: str,
) -> bytes:
    """The report as a file: `lines` by the names of topics, `ages` of what is open; `format` is csv or xlsx
    (`KeyError` for another)."""
    write = FORMATS[format]
    still_open: list[list[Cell]] = [["Age", "Questions"]]
    still_open += [[name, count] for name, count in ages]
    with acting.doing(TAKE_REPORT) as deed:
        file = write(
            [
                ("Days", [["From", "To"], [days.first.isoformat(), days.last.isoformat()]]),
                ("Topics", [list(HEAD), *(_cells(name, line) for name, line in lines)]),
                ("Open now", still_open),
            ]
        )
        deed.record(QuestionsReportTaken(first=days.first, last=days.last, format=format))
        return file


def _cells(name: str, line: Line) -> list[Cell]:
    within, response = line.percent_within, line.first_response
    return [
        name,
        line.came,
        line.within,
        "" if within is None else within,
        line.late,
        line.no_target,
        line.no_resolution,
        "" if response is None else round(response.total_seconds()),
    ]
