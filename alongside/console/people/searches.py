"""Questions wait in the session under a random id, so that no telephone number stands in an address,
a log or a `Referer` (security.md T-05)."""

from __future__ import annotations

import uuid

from alongside.console.people.pop import Pop
from alongside.lib import ids
from alongside.people.http import Request

KEPT = 20
_PLACE = "searches"


def keep(request: Request, pop: Pop) -> uuid.UUID:
    """Put a question away; the oldest gives way."""
    number = ids.random_id()
    kept = request.session.get(_PLACE, {})
    newest = dict(list(kept.items())[-KEPT + 1 :])
    request.session[_PLACE] = newest | {number.hex: pop.stored()}
    return number


def find(request: Request, number: uuid.UUID) -> Pop | None:
    """The question of this sign-in with this id, if it is still kept."""
    stored = request.session.get(_PLACE, {}).get(number.hex)
    return None if stored is None else Pop(**stored)
