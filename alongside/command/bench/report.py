"""Printing figures: one JSON object for programs, lines and a table for people."""

from __future__ import annotations

import json
from collections.abc import Mapping

Figures = Mapping[str, object]


def show(figures: Figures, *, as_json: bool) -> None:
    print(json.dumps(figures, ensure_ascii=False) if as_json else "\n".join(as_lines(figures)))


def as_lines(figures: Figures) -> list[str]:
    """Single figures line by line; those of the same kind as rows of one table."""
    tables = {
        name: value for name, value in figures.items() if isinstance(value, Mapping) and name != "versions"
    }
    # Their rows stand for themselves.
    kinds = tables.pop("by_class", None) or tables.pop("pages", None)
    tables = {**tables, **kinds} if kinds else tables
    lines = []
    if tables:
        columns = list(dict.fromkeys(column for row in tables.values() for column in row))
        wide = max(map(len, tables)) + 2
        lines.append(" " * wide + "".join(f"{column:>{_wide(column)}}" for column in columns))
        for name, row in tables.items():
            cells = (f"{_said(row.get(column)):>{_wide(column)}}" for column in columns)
            lines.append(f"{name:<{wide}}" + "".join(cells))
        lines.append("")
    for name, value in figures.items():
        if name == "versions" and isinstance(value, Mapping):
            lines.append(f"{name:<14} " + ", ".join(f"{what} {which}" for what, which in value.items()))
        elif not isinstance(value, Mapping):
            lines.append(f"{name:<14} {_said(value)}")
    return lines


def _wide(column: str) -> int:
    return max(12, len(column) + 2)


def _said(value: object) -> str:
    return "–" if value is None else str(value)
