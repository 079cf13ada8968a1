"""What pages of calls are drawn from."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from alongside.calls import permissions
from alongside.calls.links import LIFETIME
from alongside.calls.models import Call, Invitation, Participant, Presence, ServiceRequest, hashed
from alongside.lib import clock
from alongside.people.models import Kind, Person, Role

MOST = 100  # of each tile


@dataclass(frozen=True)
class Tiles:
    """What somebody's dashboard of calls shows (spec A18)."""

    ongoing: list[Call]
    scheduled: list[Call]
    offered: list[ServiceRequest]
    calls: int  # of the last thirty days, that are over
    mean: timedelta | None

    @property
    def waiting(self) -> list[Call]:
        """Calls that go on and that they have not come into, or where somebody waits to be let in."""
        return [call for call in self.ongoing if _waits(call)]


def tiles(person_id: int) -> Tiles:
    now = clock.now()
    mine = cast("QuerySet[Call]", Call.objects.with_(person_id)).select_related("organiser")
    here = Participant.objects.filter(call=OuterRef("pk"))
    going = mine.filter(begun_at__isnull=False, over_at__isnull=True).annotate(
        inside=Exists(here.filter(person=person_id, state=Presence.IN)),
        lobby_waits=Exists(here.filter(state=Presence.WAITING)),
    )
    to_come = mine.filter(begun_at__isnull=True, over_at__isnull=True).annotate(
        lobby_waits=Exists(here.filter(state=Presence.WAITING))
    )
    lately = mine.filter(over_at__gt=now - timedelta(days=30), begun_at__isnull=False)
    length = ExpressionWrapper(F("over_at") - F("begun_at"), output_field=DurationField())
    counted = lately.aggregate(calls=Count("pk"), mean=Avg(length))
    return Tiles(
        ongoing=list(going.order_by("-made_at")[:MOST]),
        scheduled=list(to_come.order_by(F("scheduled_at").asc(nulls_last=True), "-made_at")[:MOST]),
        offered=list(offered(person_id, now)[:MOST]),
        calls=counted["calls"],
        mean=counted["mean"],
    )


def offered(person_id: int, now: datetime) -> QuerySet[ServiceRequest]:
    """Service requests of somebody that a link can still begin a call for."""
    links = Invitation.objects.filter(
        request=OuterRef("pk"), revoked_at__isnull=True, made_at__gt=now - LIFETIME
    )
    begun = Call.objects.filter(request=OuterRef("pk"))
    mine = ServiceRequest.objects.filter(expert=person_id, cancelled_at__isnull=True)
    return mine.filter(Exists(links), ~Exists(begun)).order_by("-made_at")


def guest_by_secret(secret: str, call_id: uuid.UUID) -> Participant | None:
    """The guest whose session this is, whether or not they may be in the call still."""
    if not secret:
        return None
    found = Participant.objects.filter(secret_hash=hashed(secret), call=call_id)
    return found.select_related("call__organiser").first()


def contacts(person_id: int) -> list[Person]:
    """Regular users who could be asked to a call: those whose roles give access, but oneself (spec A23)."""
    found = Person.objects.filter(kind=Kind.PERSON, is_active=True).exclude(pk=person_id)
    held = [(role.pk, set(role.rights)) for role in Role.objects.all()]
    for row in (2, 3):
        roles = [pk for pk, rights in held if permissions.NUMBERED[row].code in rights]
        holds = Q(holdings__role__in=roles) | Q(memberships__group__holdings__role__in=roles)
        found = found.filter(pk__in=Person.objects.filter(holds).values("pk"))
    return list(found.order_by("family_name", "given_name", "pk")[:MOST])


def _waits(call: Call) -> bool:
    return not getattr(call, "inside", True) or bool(getattr(call, "lobby_waits", False))
