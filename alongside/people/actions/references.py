"""Moving what names one person to another, and back again, in the transaction of whoever asks for it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from alongside.people import references
from alongside.people.references import Reference

AT_ONCE = 5000  # rows that one statement moves; databases take only so many parameters

# The keys of the rows that were moved, by the name of the column.
Moved = dict[str, list[Any]]


def move_all(source: int, target: int) -> Moved:
    """Have whatever names one person name another. Rows that are meant to stay do, and those that the
    database would not have there, such as a second membership of one group: nothing is lost."""
    moved: Moved = {}
    for reference, staying in references.moving():
        rows = list(reference.of(source).exclude(staying).order_by("pk").values_list("pk", flat=True))
        if gone := _move(reference, rows, source, target):
            moved[reference.name] = [_stored(row) for row in gone]
    return moved


def move_back(moved: Mapping[str, Sequence[Any]], source: int, target: int) -> None:
    """Have these rows name `target` again, as far as they still are and still name `source`."""
    known = {reference.name: reference for reference in references.every()}
    for name, rows in moved.items():
        # A column that is gone since was dealt with by whoever removed it.
        if reference := known.get(name):
            _move(reference, [reference.model._meta.pk.to_python(row) for row in rows], source, target)


def _move(reference: Reference, rows: Sequence[Any], source: int, target: int) -> list[Any]:
    """The rows that could be moved. Where the database refuses some, halving finds which."""
    moved: list[Any] = []
    for start in range(0, len(rows), AT_ONCE):
        moved += _all_or_halves(reference, rows[start : start + AT_ONCE], source, target)
    return moved


def _all_or_halves(reference: Reference, rows: Sequence[Any], source: int, target: int) -> list[Any]:
    try:
        with transaction.atomic():
            reference.of(source).filter(pk__in=rows).update(**{reference.column: target})
        return list(rows)
    except IntegrityError:
        if len(rows) == 1:
            return []
        half = len(rows) // 2
        first = _all_or_halves(reference, rows[:half], source, target)
        return first + _all_or_halves(reference, rows[half:], source, target)


def _stored(row: Any) -> Any:
    return str(row) if isinstance(row, uuid.UUID) else row
