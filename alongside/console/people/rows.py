"""People in a list of results: what tells one from another, and why they were found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from alongside.console.people.hiding import without
from alongside.people.fields import Value
from alongside.people.queries import Found
from alongside.ui.words import day

# Fields that every row shows anyway.
_SHOWN = frozenset({"given_name", "family_name", "date_of_birth", "address", "postcode"})


@dataclass(frozen=True, slots=True)
class Row:
    """`facts` are short texts: day of birth, address, and the field that was asked for; `reason` says
    which fields answered the question."""

    id: int
    name: str
    facts: tuple[str, ...]
    reason: str


def rows(found: Iterable[Found], hidden: Collection[str]) -> list[Row]:
    """`hidden` are the fields that lists leave out (`hiding.hidden`)."""
    return [
        Row(person.id, person.name, tuple(_facts(without(person, hidden))), person.reason) for person in found
    ]


def _facts(person: Found) -> Iterable[str]:
    if person.date_of_birth:
        yield f"born {day(person.date_of_birth)}"
    if address := ", ".join(
        filter(None, [text(person.profile.get(name)) for name in ("address", "postcode")])
    ):
        yield address
    value = person.email if person.field == "email" else text(person.profile.get(person.field))
    if person.field not in _SHOWN and value:
        label = person.reason.split(", ")[0].split(" (")[0]
        yield f"{label.lower()} {value}"


def text(value: Value | list[Value]) -> str:
    """A value on one line; several of them, and lines of an address, with commas between."""
    if isinstance(value, list):
        return ", ".join(text(one) for one in value)
    return "" if value is None else ", ".join(str(value).splitlines())
