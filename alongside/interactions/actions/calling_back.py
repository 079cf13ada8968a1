"""Call-backs: getting in touch again at a time that was agreed."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.actions.finishing import Misdescribed
from alongside.interactions.actions.own import RECORD, own
from alongside.interactions.models import CallBack, Interaction, State

CALL_BACK = Power("interactions.call_back", Kind.STAFF, right=RECORD.right)
CALLED_BACK = Power("interactions.called_back", Kind.STAFF, right=RECORD.right)

LONGEST = 300  # characters of what it is about
FURTHEST = timedelta(days=366)


class CallBackPromised(
    Event,
    kind="interactions.call_back_promised",
    title="Promise call-back",
    sentence="{actor} will get in touch again at {due}",
    private=True,
):
    due: datetime


class CalledBack(
    Event,
    kind="interactions.called_back",
    title="Call back",
    sentence="{actor} did what was promised for {due}",
    private=True,
):
    due: datetime


def promise(acting: Acting, interaction: Interaction, *, due_at: datetime, note: str = "") -> CallBack:
    """Note that somebody will be called back. Also of a contact that is closed: the promise outlives it.
    Raises `Misdescribed` for a time that has passed or is more than a year away."""
    with acting.doing(CALL_BACK) as deed:
        mine = own(deed, interaction, *State)
        if due_at <= deed.at:
            raise Misdescribed("due_at", "This time has passed.")
        if due_at > deed.at + FURTHEST:
            raise Misdescribed("due_at", "This is more than a year away.")
        if len(note) > LONGEST:
            raise Misdescribed("note", f"Say it in {LONGEST} characters.")
        made = CallBack.objects.create(
            interaction=mine, agent_id=acting.actor.id, due_at=due_at, note=note.strip()
        )
        deed.record(CallBackPromised(due=due_at), about=mine)
        return made


def called_back(acting: Acting, call_back_id: uuid.UUID) -> None:
    """Note that a call-back was made. Raises `CallBack.DoesNotExist` where it is not the agent's own, or
    was made already."""
    with acting.doing(CALLED_BACK) as deed:
        assisting.in_turn(acting.actor.id)
        promised = CallBack.objects.open().of_agent(acting.actor.id).get(pk=call_back_id)
        promised.done_at = deed.at
        promised.save(update_fields=["done_at"])
        deed.record(CalledBack(due=promised.due_at), about=promised.interaction)
