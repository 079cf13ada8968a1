"""Rows that the program hands to a statement, as a table in it: one statement instead of many."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

Row = Sequence[int | str]


def run(sql: str, columns: Mapping[str, str], rows: Iterable[Row], **values: Any) -> list[tuple[Any, ...]]:
    """Run a statement, with these rows as a table where it says `{given}`; what it answers.

    `columns` are their names with their types in PostgreSQL, and there must be a row; `values` stand
    where it says `%(name)s`.

    >>> run("SELECT a.id FROM {given} JOIN a USING (name)", {"name": "text"}, [["Ann"], ["Ben"]])
    """
    table, parameters = (_postgresql if connection.vendor == "postgresql" else _sqlite)(columns, rows)
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{given}", table), {**parameters, **values})
        return cursor.fetchall() if cursor.description else []


def _postgresql(columns: Mapping[str, str], rows: Iterable[Row]) -> tuple[str, dict[str, Any]]:
    lists = zip(*rows, strict=True)
    parameters: dict[str, Any] = {
        f"given_{name}": list(one) for name, one in zip(columns, lists, strict=True)
    }
    arrays = ", ".join(f"%(given_{name})s::{kind}[]" for name, kind in columns.items())
    return f"unnest({arrays}) AS given({', '.join(columns)})", parameters


def _sqlite(columns: Mapping[str, str], rows: Iterable[Row]) -> tuple[str, dict[str, Any]]:
    values = ", ".join(f"value ->> {number} AS {name}" for number, name in enumerate(columns))
    parameters: dict[str, Any] = {"given": json.dumps([list(row) for row in rows])}
    return f"(SELECT {values} FROM json_each(%(given)s)) AS given", parameters  # noqa: S608 (names alone)
