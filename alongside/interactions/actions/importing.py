"""Taking over contacts that another system recorded, so that years of them come along."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.actions.adding_up import keep_closed
from alongside.interactions.models import ContactTopic, Interaction, Share, State
from alongside.interactions.recognising import Fitting
from alongside.lib import tenancy

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


def take_over(acting: Acting, contacts: Sequence[Fitting]) -> int:
    """Keep these; how many were not there yet.

    A contact is known by its id, so a file that was taken over in part is gone through again.
    """
    with transaction.atomic():
        wanted = not_there(contacts)
        fresh = {one.contact.id: one for one in contacts if one.contact.id in wanted}
        if not fresh:
            return 0
        with acting.doing(TAKE_OVER) as deed:
            shares = {kept_as(key): one.shares for key, one in fresh.items() if one.shares}
            keep_closed([_row(one) for one in fresh.values()], shares)
            _keep_more(fresh)
            begun = sorted(one.contact.begun_at for one in fresh.values())
            deed.record(TakenOver(contacts=len(fresh), first=begun[0], last=begun[-1]))
        return len(fresh)


def not_there(contacts: Sequence[Fitting]) -> set[uuid.UUID]:
    """The ids of those that are not kept yet."""
    named = {one.contact.id for one in contacts}
    here = {key: one for one in named for key in (one, kept_as(one))}
    found = Interaction.objects.filter(pk__in=here).values_list("pk", flat=True)
    return named - {here[key] for key in found}


def kept_as(number: uuid.UUID) -> uuid.UUID:
    """The id here of a contact that has this one elsewhere, which another tenant may take over as well. What
    was written here has its own id, and is known by that, too."""
    return uuid.uuid5(number, str(tenancy.current()))


def _keep_more(contacts: Mapping[uuid.UUID, Fitting]) -> None:
    """Further services, and what those had spent who handed them over."""
    ContactTopic.objects.bulk_create(
        ContactTopic(interaction_id=kept_as(key), service=service)
        for key, one in contacts.items()
        for service in one.contact.topics
    )
    Share.objects.bulk_create(
        Share(interaction_id=kept_as(key), agent_id=agent, seconds=seconds)
        for key, one in contacts.items()
        for agent, seconds in one.shares
    )


def _row(one: Fitting) -> Interaction:
    contact, agent, person, _ = one
    return Interaction(
        id=kept_as(contact.id),
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
