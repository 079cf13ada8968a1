"""Taking over contacts that another system recorded, so that years of them come along."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.actions.adding_up import keep_closed
from alongside.interactions.exchange import Contact
from alongside.interactions.models import Interaction, State

TAKE_OVER = Power("interactions.take_over", Kind.STAFF)


class TakenOver(
    Event,
    kind="interactions.taken_over",
    title="Take over contacts",
    sentence="{actor} took over {contacts} contacts that another system had recorded",
    private=True,
):
    contacts: int
    first: datetime
    last: datetime


def take_over(acting: Acting, contacts: Sequence[tuple[Contact, int, int | None]]) -> int:
    """Keep these, each with the ids of its agent and of whom it was about; how many were not there yet.

    A contact is known by its id, so a file that was taken over in part is gone through again.
    """
    with transaction.atomic():
        wanted = not_there(contacts)
        fresh = {one.id: (one, agent, person) for one, agent, person in contacts if one.id in wanted}
        if not fresh:
            return 0
        with acting.doing(TAKE_OVER) as deed:
            keep_closed([_row(*each) for each in fresh.values()])
            begun = sorted(one.begun_at for one, _, _ in fresh.values())
            deed.record(TakenOver(contacts=len(fresh), first=begun[0], last=begun[-1]))
        return len(fresh)


def not_there(contacts: Sequence[tuple[Contact, int, int | None]]) -> set[uuid.UUID]:
    """The ids of those that are not kept yet."""
    named = {one.id for one, _, _ in contacts}
    return named - set(Interaction.objects.filter(pk__in=named).values_list("pk", flat=True))


def _row(contact: Contact, agent: int, person: int | None) -> Interaction:
    return Interaction(
        id=contact.id,
        agent_id=agent,
        person_id=person,
        last_helped_id=person,
        channel=contact.channel,
        service=contact.service,
        state=State.CLOSED,
        begun_at=contact.begun_at,
        seconds_spent=contact.seconds,
        ended_at=contact.ended_at,
        wrap_up=contact.wrap_up,
        note=contact.note,
        auto_closed=contact.automatic,
    )
