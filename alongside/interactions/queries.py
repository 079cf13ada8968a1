"""Reads of interactions that packages above share."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from alongside.assisting.models import Assistance
from alongside.assisting.parties import Party
from alongside.interactions.choices import staff_groups
from alongside.interactions.models import Channel, Interaction, InteractionQuerySet, Sitting
from alongside.interactions.services import services
from alongside.lib import tenancy
from alongside.lib.compiled import compiled
from alongside.people.models import Group, Person, Role, Tenant

RECORD_RIGHT = "interactions.record"


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


def colleagues(agent: Party) -> list[Person]:
    """Who can take over an agent's contacts (spec G55): the other members of the tenant's staff groups
    who record contacts themselves, by name."""
    named = staff_groups(Tenant.objects.get(pk=tenancy.current()).options)
    groups = Group.objects.filter(staff=True) if named is None else Group.objects.filter(name__in=named)
    recording = [role.pk for role in Role.objects.all() if RECORD_RIGHT in role.rights]
    found = (
        Person.objects.real()
        .filter(is_active=True, memberships__group__in=groups)
        .filter(Q(holdings__role__in=recording) | Q(memberships__group__holdings__role__in=recording))
        .exclude(pk=agent.id)
        .order_by("given_name", "family_name", "pk")
        .distinct()
    )
    return list(found)


def contacts_of(agent: Party, ids: Iterable[uuid.UUID]) -> InteractionQuerySet:
    """Those of an agent's contacts with these ids, `with_people()`."""
    found: InteractionQuerySet = Interaction.objects.of_agent(agent.id).filter(pk__in=list(ids))
    return found.with_people()
