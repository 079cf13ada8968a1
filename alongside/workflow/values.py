"""Answers of a form as values of a process. Pure.

Numbers are numbers, amounts of money pence, days texts like 2026-11-22; a repeating group is a list with the
answers of each row by name, so that something can be done for each of several.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.forms.answers import Value
from alongside.forms.schema import Definition, Kind, Question


def of_answers(definition: Definition, answers: Mapping[str, Value]) -> dict[str, Any]:
    """Every question of the form by name; None for what was not asked or left empty, so that a condition can
    ask for it."""
    return {question.name: _value(question, question.name, answers) for question in definition.questions}


def _value(question: Question, name: str, answers: Mapping[str, Value]) -> Any:
    value = answers.get(name)
    if question.kind is Kind.GROUP:
        rows = value if isinstance(value, list) else []
        return [
            {inner.name: _value(inner, f"{name}.{row}.{inner.name}", answers) for inner in question.questions}
            for row in rows
        ]
    if question.kind is Kind.NUMBER and isinstance(value, str):
        return _number(value)
    return None if value == "" else value


def _number(text: str) -> int | float | None:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return None
