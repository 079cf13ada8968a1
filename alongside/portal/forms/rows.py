"""Rows that are added to a group and removed from it, by buttons that send the page."""

from __future__ import annotations

import secrets
import string

from django.http import QueryDict

from alongside.forms import reading
from alongside.people.http import Request
from alongside.portal.forms.sheet import Sheet

CHANGE = "change-rows"  # "add:children", "remove:children:r1"
_SIGNS = string.ascii_lowercase + string.digits


def looks(request: Request) -> bool:
    """Whether a script only asks what would be asked now. Nothing is written."""
    return request.POST.get("then") == "look"


def sent_rows(request: Request) -> QueryDict | None:
    """What was sent, with the row that a button adds or without the one that it removes."""
    if request.method != "POST":
        return None
    verb, _, rest = request.POST.get(CHANGE, "").partition(":")
    group, _, row = rest.partition(":")
    if verb not in ("add", "remove") or not group:
        return request.POST
    data = request.POST.copy()
    rows = reading.row_ids(data.getlist(group))
    data.setlist(group, [*rows, _new(rows)] if verb == "add" else [one for one in rows if one != row])
    return data


def place_of_change(request: Request, sheet: Sheet) -> str:
    """The id on the page of what is new, or else of what was changed."""
    if CHANGE not in request.POST:
        return f"id_{sheet.read.more[0]}"
    verb, _, rest = request.POST[CHANGE].partition(":")
    group = rest.partition(":")[0]
    rows = sheet.asking.rows.get(group, [])
    return f"row-{group}-{rows[-1]}" if verb == "add" and rows else f"id_{group}"


def _new(rows: list[str]) -> str:
    while (drawn := "r" + "".join(secrets.choice(_SIGNS) for _ in range(5))) in rows:
        pass
    return drawn
