"""Rights in words, and by the kind of work they belong to."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.calls.permissions import CODES

AREAS = {
    "console": "Console",
    "assisting": "Helping",
    "people": "People",
    "interactions": "Contacts",
    "forms": "Forms",
    "workflow": "Processes",
    "cases": "Cases",
    "desk": "Questions",
    "knowledge": "Articles",
    "mailings": "Mailings",
    "history": "History",
}
OF_CALLS = "Calls"


def labelled(rights: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rights as choices: areas in the order of the house, each with its rights in words."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for right in sorted(rights):
        areas.setdefault(area_of(right), []).append((right, in_words(right)))
    order = [*AREAS.values(), OF_CALLS]
    return sorted(areas.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def area_of(right: str) -> str:
    area, dot, _ = right.partition(".")
    return AREAS.get(area, area.capitalize()) if dot else OF_CALLS


def in_words(right: str) -> str:
    """`people.view_details` is “View details”."""
    if right in CODES:
        return CODES[right].description
    return right.partition(".")[2].replace("_", " ").capitalize() or right
