"""Reads of interactions that packages above share."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from alongside.assisting.models import Assistance
from alongside.assisting.parties import Party
from alongside.interactions.models import Channel, Interaction, InteractionQuerySet, Sitting
from alongside.interactions.services import services
from alongside.lib.compiled import compiled


def running_of(agent: Party) -> Interaction | None:
    """The interaction that an agent is recording, if any."""
    return _running_of.first(agent.id)


def opened_by(agent: Party) -> list[Interaction]:
    """What an agent has begun and not closed, running or paused, the latest first."""
    return _opened_by(agent.id)


def open_of(agent: Party) -> InteractionQuerySet:
    """The same, to ask on."""
    found: InteractionQuerySet = Interaction.objects.open().of_agent(agent.id)
    return found.order_by("-begun_at")


@compiled
def _running_of(agent: int) -> InteractionQuerySet:
    """At most one: an agent records one contact at a time."""
    return Interaction.objects.running().of_agent(agent)


@compiled
def _opened_by(agent: int) -> InteractionQuerySet:
    found: InteractionQuerySet = Interaction.objects.open().of_agent(agent)
    return found.order_by("-begun_at")


def channels_of(assistance_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Through which channel each assistance took place, as people read it. One that no interaction
    recorded is missing; of several, the last one begun counts."""
    recorded = (
        Sitting.objects.filter(assistance__in=list(assistance_ids))
        .order_by("interaction__begun_at")
        .values_list("assistance_id", "interaction__channel")
    )
    return {assistance: str(Channel(channel).label) for assistance, channel in recorded}


def assistance_of(agent: Party, at: datetime) -> Assistance | None:
    """Whom an agent is helping, from whichever sign-in; one that should have ended by now is not meant."""
    found: Assistance | None = Assistance.objects.open().of_agent(agent.id).with_people().first()
    return None if found is None or found.overdue(at) else found


def begins_by_itself(options: Mapping[str, Any]) -> tuple[str, str] | None:
    """Channel and service of the interaction that helping begins by itself, or None where it does not
    (spec G52): `options["begin_on_assist"]` is true, or says them as `{"channel": …, "service": …}`."""
    wanted = options.get("begin_on_assist")
    if not wanted:
        return None
    chosen = wanted if isinstance(wanted, Mapping) else {}
    known = [service.value for service in services(options)]
    channel, service = chosen.get("channel"), chosen.get("service")
    return (
        channel if channel in Channel.values else Channel.PHONE.value,
        service if service in known else known[0],
    )
