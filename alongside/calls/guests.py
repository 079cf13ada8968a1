"""Guests as authors of what they do in a call: never users, never holders of anything (spec A3; K11)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from alongside.people.standing import Standing

NOTHING = Standing(frozenset(), frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever was let in by a link, for as long as the call lasts; a `Party` of the kernel. `ref` is the
    number of their taking part: under it history tells of them."""

    ref: uuid.UUID
    name: str
    tenant_id: int | None
    id: int = 0  # of no person

    @property
    def is_active(self) -> bool:
        return True

    @property
    def is_anonymous_user(self) -> bool:
        return False

    @property
    def standing(self) -> Standing:
        return NOTHING
