"""Long lists a page at a time, each page read from where the one beside it ended.

    leaf = keyset.leaf(Merge.objects.lately(), ("-decided_at", "pk"), size=50, asked=request.GET)

A page far behind costs what the first one does, and rows that come or go meanwhile neither repeat nor
hide others. The columns of the order are never null, the last of them is unique, and an index has them.
Pages are never counted: that would cost more than the page, and tell more than is shown.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

LONGEST = 400  # characters of a place in a list


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """Some rows of a list, and the addresses of those before and after them, if there are any."""

    rows: list[Row]
    previous: str | None
    next: str | None


def leaf(
    rows: QuerySet[Row], order: Sequence[str], *, size: int, asked: Mapping[str, str], name: str = ""
) -> Leaf[Row]:
    """The page that an address asks for; the first one where what it says makes no sense. `name` tells
    apart the lists of one page."""
    return leaf_of_any([rows], order, size=size, asked=asked, name=name)


def leaf_of_any(
    alternatives: Sequence[QuerySet[Row]],
    order: Sequence[str],
    *,
    size: int,
    asked: Mapping[str, str],
    name: str = "",
) -> Leaf[Row]:
    """The same of what any of these finds, each read by itself in this order; the last column says which rows
    are the same."""
    dash = f"{name}-" if name else ""
    model = alternatives[0].model
    back = _read(model, order, asked.get(f"{dash}before", ""))
    place = back or _read(model, order, asked.get(f"{dash}after", ""))
    way = _reversed(order) if back else order
    behind_it = behind(way, place) if place else Q()
    found = _together([list(rows.filter(behind_it).order_by(*way)[: size + 1]) for rows in alternatives], way)
    more, shown = len(found) > size, found[:size]
    if back:
        shown.reverse()
        if not more and len(shown) < size:  # near the beginning: the whole first page rather than a stub
            return leaf_of_any(alternatives, order, size=size, asked={}, name=name)
    before, behind_them = (more, True) if back else (bool(place), more)
    return Leaf(
        shown,
        f"?{dash}before={_place(shown[0], order)}" if before and shown else None,
        f"?{dash}after={_place(shown[-1], order)}" if behind_them and shown else None,
    )


def _together(lists: list[list[Row]], order: Sequence[str]) -> list[Row]:
    """Lists in one order as one, each row once."""
    if len(lists) == 1:
        return lists[0]
    attributes = [_column(type(row), order[-1].lstrip("-")).attname for rows in lists for row in rows[:1]]
    rows = list({getattr(row, attributes[0]): row for rows in lists for row in rows}.values())
    for name in reversed(order):
        column = _column(type(rows[0]), name.lstrip("-")).attname if rows else ""
        rows.sort(key=lambda row, column=column: getattr(row, column), reverse=name.startswith("-"))  # type: ignore[misc]  # mypy knows no such default
    return rows


def _reversed(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def behind(order: Sequence[str], place: Sequence[Any]) -> Q:
    """What stands behind these values in this order: (a, b) is behind where a is, or a is equal and b is.

    It also says so of the first column alone, which an index can begin with.
    """
    names = [name.lstrip("-") for name in order]
    beyond = ["lt" if name.startswith("-") else "gt" for name in order]
    alternatives = Q()
    for last, name in enumerate(names):
        equal = Q(**{names[at]: place[at] for at in range(last)})
        alternatives |= equal & Q(**{f"{name}__{beyond[last]}": place[last]})
    return Q(**{f"{names[0]}__{beyond[0]}e": place[0]}) & alternatives


def _place(row: Model, order: Sequence[str]) -> str:
    """Where a row stands, as it goes into an address."""
    values = [str(getattr(row, _column(type(row), name.lstrip("-")).attname)) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read(model: type[Model], order: Sequence[str], text: str) -> list[Any]:
    """The values of a place; none where it makes no sense."""
    if not text or len(text) > LONGEST:
        return []
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return []
        said = [str(value) for value in values]
        found = [
            _field(model, name.lstrip("-")).to_python(value) for name, value in zip(order, said, strict=True)
        ]
    except (ValueError, ValidationError, OverflowError):
        return []
    return [] if None in found else found


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    """What a value of this column is read by: of a reference, the key of whoever it points to."""
    found = _column(model, name)
    while isinstance(found, ForeignKey):
        found = found.target_field
    return found


def _column(model: type[Model], name: str) -> Field[Any, Any]:
    found = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(found, Field):
        raise TypeError(f"{model.__name__}.{name} is no column")
    return found
