"""What the columns of a file to be imported probably are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from alongside.people.headings import EXTERNAL_ID, IDENTITY_NUMBER, USERNAME, Guess, guess
from alongside.people.models import ProfileField
from alongside.people.moving.reading import is_told

# Fields that a tenant need not have: they are made when a file first needs them.
MADE = {EXTERNAL_ID: "External id", IDENTITY_NUMBER: "Identity number"}


def guessed(
    headings: Sequence[str], fields: Iterable[ProfileField], *, but: Mapping[str, str] = MappingProxyType({})
) -> Guess:
    """As `headings.guess`, among the fields there are or that are made when needed; what an earlier
    import said of a row is no column. `but`: what somebody said of headings, "" where one is not taken."""
    fields = list(fields)
    known = {field.name for field in fields} | set(MADE) | {USERNAME}
    asked = [heading for heading in headings if not is_told(heading) and but.get(heading) != ""]
    found = guess(asked, fields, but=but)
    taken = {name: columns for name, columns in found.columns.items() if name in known}
    columns = {column for theirs in taken.values() for column in theirs}
    return Guess(taken, tuple(heading for heading in asked if heading not in columns))
