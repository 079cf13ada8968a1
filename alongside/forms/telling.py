"""Answers as they are read and printed afterwards: each with who gave it, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from alongside.forms import reading
from alongside.forms.answers import Answer, Answers
from alongside.forms.schema import Definition, Kind, Page, Question


@dataclass(frozen=True)
class Row:
    label: str
    lines: list[str]
    by: str  # the name of whoever gave it
    ref: str  # of the same
    at: datetime
    fits: bool  # False for what was typed and did not fit
    files: tuple[tuple[str, str], ...] = ()  # the id and the name of each


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


def sections(definition: Definition, answers: Answers) -> list[Section]:
    """Page by page, without what was never asked."""
    made = [Section(page.title, list(_rows(page, answers))) for page in definition.pages]
    return [section for section in made if section.rows]


def _rows(page: Page, answers: Answers) -> Iterator[Row]:
    for question in page.questions:
        if question.name in answers:
            yield _row(question, question.label, answers[question.name])
        for number, (inner, answer) in _of_rows(question, answers):
            yield _row(inner, f"{question.row or question.label} {number}: {inner.label}", answer)


def _of_rows(group: Question, answers: Answers) -> Iterator[tuple[int, tuple[Question, Answer]]]:
    """The answers within each row of a group, row by row (`children.r1.born`)."""
    rows = answers[group.name].get("value") if group.questions and group.name in answers else None
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        for inner in group.questions:
            answer = answers.get(f"{group.name}.{row}.{inner.name}")
            if answer is not None:
                yield number, (inner, answer)


def _row(question: Question, label: str, answer: Answer) -> Row:
    typed = answer.get("typed", "")
    text = reading.shown(question, answer["value"]) if "value" in answer else typed
    lines = text.split("\n") if isinstance(text, str) else [str(one) for one in text]
    shown = [line for line in lines if line]
    by, at = answer["by"], datetime.fromisoformat(answer["at"])
    value = answer.get("value")
    items = value if question.kind is Kind.FILE and isinstance(value, list) else ()
    files = tuple((reading.file_id(item), reading.file_name(item)) for item in items)
    return Row(label, shown, by["name"], by["ref"], at, "value" in answer, files)
