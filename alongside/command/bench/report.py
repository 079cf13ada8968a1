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
    lines = []
    if tables:
        columns = list(dict.fromkeys(column for row in tables.values() for column in row))
        lines.append("".join(["", *(f"{column:>14}" for column in columns)]).rjust(10 + 14 * len(columns)))
        for name, row in tables.items():
            lines.append(f"{name:<10}" + "".join(f"{_said(row.get(column)):>14}" for column in columns))
        lines.append("")
    for name, value in figures.items():
        if name == "versions" and isinstance(value, Mapping):
            lines.append(f"{name:<14} " + ", ".join(f"{what} {which}" for what, which in value.items()))
        elif name not in tables:
            lines.append(f"{name:<14} {_said(value)}")
    return lines


def _said(value: object) -> str:
    return "–" if value is None else str(value)
