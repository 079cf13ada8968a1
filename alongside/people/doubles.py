"""Whether somebody out of a file is probably registered already."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from alongside.people import matches
from alongside.people.fields import Field, values_of
from alongside.people.folding import fold
from alongside.people.matches import Match
from alongside.people.models import Person

PROBABLE = 0.5  # the score from which somebody counts as a double


def double_of(
    tenant_id: int, person: Person, *, fields: Sequence[Field], segments: Collection[int]
) -> Match | None:
    """Who this person, not registered yet, probably is, among the people of these segments."""
    known = values_of(person)
    found = matches.likely(
        tenant_id, known, fields=fields, segments=segments, limit=1, least=PROBABLE, without=[person.pk]
    )
    return found[0] if found else None


def in_words(match: Match) -> str:
    """`This is probably person 4711: same date of birth, same postcode.` The name would be one more copy
    of it, to be found again when somebody is to be forgotten."""
    return f"This is probably person {match.person.id}: {', '.join(match.reasons)}."


def code_of(person: Person) -> str:
    """What rows of one file about the same person have in common; empty where too little is known."""
    name = f"{fold(person.given_name)} {fold(person.family_name)}"
    return f"{name} {person.date_of_birth}" if person.date_of_birth else ""
