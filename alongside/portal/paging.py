"""Long lists a page at a time. Pages are never counted: counting costs more than the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from alongside.people.http import Request

Row = TypeVar("Row", bound=Model)

PAGE = re.compile(r"[1-9][0-9]{0,3}")  # whoever turns further than this is no person


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """One page of a list, and the addresses of those before and after it, if there are any."""

    rows: list[Row]
    previous: str | None
    next: str | None


def leaf(request: Request, rows: QuerySet[Row], size: int) -> Leaf[Row]:
    """The page of a list that `?page=` asks for; the first one where that makes no sense."""
    asked = request.GET.get("page", "")
    number = int(asked) if PAGE.fullmatch(asked) else 1
    found = list(rows[(number - 1) * size : number * size + 1])
    return Leaf(
        rows=found[:size],
        previous=f"?page={number - 1}" if number > 1 else None,
        next=f"?page={number + 1}" if len(found) > size else None,
    )
