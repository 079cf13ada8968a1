"""An agent's own contact, held while something is done to it."""

from __future__ import annotations

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.models import HandOver, HandOverState, Interaction, State

RECORD = Power("interactions.record", Kind.STAFF)


class HandOverAccepted(
    Event,
    kind="interactions.hand_over_accepted",
    title="Accept hand-over",
    sentence="{actor} took over a contact",
    private=True,
):
    pass


class Unfit(Exception):
    """The interaction is in a state from which this cannot be done; nothing was changed."""

    def __init__(self, interaction: Interaction) -> None:
        super().__init__(f"{interaction} is {interaction.state}")
        self.interaction = interaction


def own(deed: Deed, interaction: Interaction, *states: State) -> Interaction:
    """The agent's own interaction, read again when nobody else can change it; a colleague's is not found.
    Raises `Unfit` when it is in none of these states."""
    agent = deed.acting.actor.id
    assisting.in_turn(agent)
    mine: Interaction = Interaction.objects.of_agent(agent).select_related("person").get(pk=interaction.pk)
    if mine.state not in states:
        raise Unfit(mine)
    return mine


def taken(deed: Deed, interaction: Interaction) -> bool:
    """Whoever goes on with a contact that they were offered has taken it over; whether that was so."""
    offered = HandOver.objects.filter(interaction=interaction, state=HandOverState.OFFERED)
    if not offered.update(state=HandOverState.ACCEPTED, answered_at=deed.at):
        return False
    deed.record(HandOverAccepted(), about=interaction)
    return True
