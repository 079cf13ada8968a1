"""Every key that is kept of a person: those they are found by, and those for recognising them again."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.people.fields import Field, Values
from alongside.people.matching import blocking
from alongside.people.matching.records import Record
from alongside.people.searching import keys


def kept_keys(fields: Iterable[Field], values: Values) -> set[str]:
    """`fields` are all of the tenant's, for somebody may be recognised by what nobody searches for."""
    fields = tuple(fields)
    return keys.keys_of(fields, values) | blocking.keys_of(Record.of(fields, values))
