"""Whose drafts and submissions somebody who acts may see."""

from __future__ import annotations

from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.rules import Mode
from alongside.forms.models.forms import reached


def theirs(acting: Acting) -> Q:
    """What belongs to the person the deed is for; of the anonymous user's, what belongs to the sitting."""
    owned = Q(person_id=acting.person_id)
    if acting.mode is Mode.ANON:
        owned &= Q(assistance=acting.assistance)
    return owned


def open_to(acting: Acting) -> Q:
    """Drafts and submissions of forms that the actor reaches; while helping, only of those that are
    filled in for others at all."""
    within_reach = reached(acting.actor, "form__")
    return within_reach & Q(form__assist_enabled=True) if acting.helping else within_reach
