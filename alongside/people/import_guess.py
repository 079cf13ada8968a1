"""What the columns of a file probably are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alongside.people.folding import code
from alongside.people.identities import IDENTIFYING, USERNAME
from alongside.people.models import ProfileField
from alongside.people.moving.reading import is_told

# What other systems call a person; kept as the account number where there is none under a better name.
_IDS = ("externalid", "recid", "id", "personid", "customerid")
_USERNAMES = ("username", "login")


def guessed(
    headings: Sequence[str], fields: Iterable[ProfileField]
) -> tuple[dict[str, list[str]], list[str]]:
    """The columns of each field, and the headings of which nothing is known. A column of ids goes to a
    field `external_id`, which may have to be made (`actions.identifying_field`)."""
    mapping: dict[str, list[str]] = {}
    by_code = {code(text): field.name for field in fields for text in (field.label, field.name)}
    left: list[str] = []
    for heading in headings:
        if is_told(heading):
            continue
        folded = code(heading)
        name = by_code.get(folded)
        if name is None and folded in _USERNAMES:
            name = USERNAME
        if name is None and folded in _IDS:
            name = IDENTIFYING[-1]
        if name is None or name in mapping:
            left.append(heading)
        else:
            mapping[name] = [heading]
    return mapping, left
