"""From the cells of a row to the values of a person.

Where several columns make one value they are joined in the order they were mapped in: names and
addresses as they are written, dates as day, month and year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from alongside.people.moving.reading import Cell

Columns = Mapping[str, Sequence[str]]  # the headings that each field is taken from

_HOUSE = re.compile(r"\d+[a-z]?(\s*[-/]\s*\d+[a-z]?)?", re.IGNORECASE)


class Field(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def several(self) -> bool: ...


def reader(
    headings: Sequence[str], columns: Columns, fields: Iterable[Field]
) -> Callable[[Sequence[Cell]], dict[str, object]]:
    """What makes values of a row's cells, by field name, the empty ones left out. A name among the
    columns that is no field's, such as `username`, is taken as text."""
    places = {heading: place for place, heading in enumerate(headings)}
    by_name = {field.name: field for field in fields}
    taken = [
        (name, [places[heading] for heading in theirs], _joining(by_name.get(name)))
        for name, theirs in columns.items()
    ]

    def values(cells: Sequence[Cell]) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, theirs, join in taken:
            given = [cells[place] for place in theirs if cells[place]]
            if given:
                found[name] = join(given)
        return found

    return values


def _joining(field: Field | None) -> Callable[[list[Cell]], object]:
    if field is not None and field.several:
        return _each
    return _address if field is not None and field.type == "address" else _text


def _each(cells: list[Cell]) -> object:
    """Several values: one on each line of a cell, or a list of them."""
    lists = [cell.splitlines() if isinstance(cell, str) else cell for cell in cells]
    return [one for theirs in lists for one in theirs if one.strip()]


def _text(cells: list[Cell]) -> object:
    if len(cells) == 1:
        return cells[0]
    return " ".join(_flat(cells))


def _address(cells: list[Cell]) -> object:
    """`12`, `Acacia Avenue`, `Plymouth` is `12 Acacia Avenue, Plymouth`."""
    if len(cells) == 1:
        return cells[0]
    joined = ""
    for part in _flat(cells):
        between = " " if _HOUSE.fullmatch(joined.rpartition(", ")[2]) else ", "
        joined = f"{joined}{between}{part}" if joined else part
    return joined


def _flat(cells: list[Cell]) -> list[str]:
    return [text for cell in cells for text in ([cell] if isinstance(cell, str) else cell)]
