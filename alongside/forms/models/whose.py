"""Whose drafts and submissions somebody who acts may see."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.rules import Mode
from alongside.forms.models.forms import reached


class Whose(NamedTuple):
    """What of an `Acting` decides that, in plain values."""

    person: int
    sitting: uuid.UUID | None  # of the anonymous user's things, only those of this one (spec 4.5)
    groups: tuple[int, ...]  # the actor's, in order
    helping: bool

    @classmethod
    def of(cls, acting: Acting) -> Whose:
        sitting = acting.assistance.pk if acting.assistance and acting.mode is Mode.ANON else None
        groups = tuple(sorted(acting.actor.standing.groups))
        return cls(acting.person_id, sitting, groups, acting.helping)

    @property
    def theirs(self) -> Q:
        """What belongs to the person the deed is for; of the anonymous user's, what the sitting has."""
        owned = Q(person_id=self.person)
        return owned if self.sitting is None else owned & Q(assistance=self.sitting)

    @property
    def open(self) -> Q:
        """Drafts and submissions of forms that the actor reaches; while helping, only of those that are
        filled in for others at all."""
        within_reach = reached(self.groups, "form__")
        return within_reach & Q(form__assist_enabled=True) if self.helping else within_reach
