"""What somebody asked of the list of cases, put away in their session for as long as they turn its pages."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.lib import ids
from alongside.people.http import Request

KEPT = "case_searches"
MOST = 20


def keep(request: Request, said: Mapping[str, str]) -> str:
    """Put a question away; gives the number that stands in addresses."""
    before: list[tuple[str, dict[str, str]]] = request.session.get(KEPT, [])
    number = next((known for known, what in before if what == dict(said)), str(ids.random_id()))
    others = [(known, what) for known, what in before if known != number]
    request.session[KEPT] = [*others, (number, dict(said))][-MOST:]
    return number


def find(request: Request, number: str) -> dict[str, str]:
    """What was asked; nothing where that is no longer known."""
    return dict(next((what for known, what in request.session.get(KEPT, []) if known == number), {}))
