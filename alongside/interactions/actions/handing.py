"""Handing a contact over to a colleague, with everything in it (spec G48, G55)."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions import queries
from alongside.interactions.actions.finishing import LONGEST_NOTE, Misdescribed
from alongside.interactions.actions.own import RECORD, own, taken
from alongside.interactions.models import CallBack, HandOver, HandOverState, Interaction, Share, State
from alongside.people.models import Person

HAND_OVER = Power("interactions.hand_over", Kind.STAFF, right=RECORD.right)
ACCEPT = Power("interactions.accept", Kind.STAFF, right=RECORD.right)
DECLINE = Power("interactions.decline", Kind.STAFF, right=RECORD.right)


class HandedOver(
    Event,
    kind="interactions.handed_over",
    title="Reassign interaction",
    sentence="{actor} handed a contact over to {person} after {seconds} seconds",
    private=True,
):
    seconds: int


class HandOverDeclined(
    Event,
    kind="interactions.hand_over_declined",
    title="Decline hand-over",
    sentence="{actor} gave a contact back to {person}",
    private=True,
):
    pass


class NotForThem(ValueError):
    """This colleague takes over no contacts: they are in none of the staff groups (spec G55), may not
    record any, or are the agent themselves."""


def hand_over(acting: Acting, interaction: Interaction, colleague: Person, *, note: str = "") -> HandOver:
    """Pass one's contact to a colleague of the staff groups: it waits in their list, paused, with its
    time, person, notes and call-backs. Raises `Unfit`, `NotForThem` and `Misdescribed`.

    What was spent so far stays the giver's time.
    """
    if len(note) > LONGEST_NOTE:
        raise Misdescribed("note", f"A note can have {LONGEST_NOTE:,} characters.")
    with acting.doing(HAND_OVER) as deed:
        mine = own(deed, interaction, State.RUNNING, State.PAUSED)
        if colleague.pk not in {one.pk for one in queries.colleagues(acting.actor)}:
            raise NotForThem
        taken(deed, mine)
        mine.timer = mine.timer.stopped(deed.at)
        mine.state = State.PAUSED
        spent = _give(mine, colleague.pk)
        offered = HandOver.objects.create(
            interaction=mine, giver_id=acting.actor.id, taker=colleague, note=note.strip(), at=deed.at
        )
        deed.whose = colleague
        deed.record(HandedOver(seconds=spent), about=mine)
        return offered


def accept(acting: Acting, interaction: Interaction) -> None:
    """Say that one has taken a contact over. Raises `Unfit` when it was not offered any more."""
    with acting.doing(ACCEPT) as deed:
        mine = own(deed, interaction, State.PAUSED)
        if not taken(deed, mine):
            raise AnsweredAlready


def decline(acting: Acting, interaction: Interaction, *, why: str = "") -> None:
    """Give a contact back to whoever handed it over; it is theirs again, paused, with its time.
    Raises `AnsweredAlready` when it was accepted or given back before."""
    with acting.doing(DECLINE) as deed:
        mine = own(deed, interaction, State.PAUSED)
        offered = HandOver.objects.filter(interaction=mine, state=HandOverState.OFFERED).first()
        if offered is None:
            raise AnsweredAlready
        offered.state, offered.answered_at = HandOverState.DECLINED, deed.at
        offered.why_not = why.strip()[:LONGEST_NOTE]
        offered.save(update_fields=["state", "answered_at", "why_not"])
        _give(mine, offered.giver_id)
        deed.whose = offered.giver
        deed.record(HandOverDeclined(), about=mine)


class AnsweredAlready(Exception):
    """It is not offered to the agent any more."""


def _give(interaction: Interaction, agent_id: int) -> int:
    """Make it another agent's, with a note of what the present one spent; the seconds that are theirs."""
    given = sum(Share.objects.filter(interaction=interaction).values_list("seconds", flat=True))
    own_time = interaction.seconds_spent - given
    if own_time:
        Share.objects.create(interaction=interaction, agent_id=interaction.agent_id, seconds=own_time)
    interaction.agent_id = agent_id
    interaction.save(update_fields=["state", "seconds_spent", "running_since", "agent_id"])
    CallBack.objects.open().filter(interaction=interaction).update(agent_id=agent_id)
    return own_time
