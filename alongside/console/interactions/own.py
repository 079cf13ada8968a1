"""The agent's own contact, by its address."""

from __future__ import annotations

import uuid

from django.http import Http404

from alongside.interactions.models import Interaction
from alongside.people.http import Request


def own(request: Request, interaction_id: uuid.UUID) -> Interaction:
    """Raises `Http404` for one that there is not, or that is a colleague's."""
    mine = Interaction.objects.of_agent(request.acting.actor.id)
    interaction: Interaction | None = mine.filter(pk=interaction_id).first()
    if interaction is None:
        raise Http404
    return interaction


def already(interaction: Interaction) -> str:
    return f"That contact is {interaction.get_state_display().lower()} already."
