"""What pages of calls are drawn from."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from alongside.calls import permissions
from alongside.calls.links import LIFETIME
from alongside.calls.models import (
    NEAR,
    Call,
    Invitation,
    Nearby,
    Participant,
    Presence,
    ServiceRequest,
    hashed,
)
from alongside.lib import clock
from alongside.people.models import Kind, Membership, Person, Role

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


@dataclass(frozen=True)
class Contact:
    """A colleague who can be called: whether they are there, and in a call already."""

    person: Person
    here: bool
    busy: bool
    teams: tuple[str, ...]


def near(person_id: int) -> list[Contact]:
    """Whom somebody can call, with how it stands with them."""
    people = contacts(person_id)
    numbers = [one.pk for one in people]
    fresh = Nearby.objects.filter(person_id__in=numbers, seen_at__gt=clock.now() - NEAR)
    here = set(fresh.values_list("person_id", flat=True))
    inside = Participant.objects.filter(person__in=numbers, state=Presence.IN)
    busy = set(inside.values_list("person", flat=True))
    teams: dict[int, list[str]] = {}
    members = Membership.objects.filter(person__in=numbers).order_by("group__name")
    for person, team in members.values_list("person", "group__name"):
        teams.setdefault(person, []).append(team)
    return [Contact(one, one.pk in here, one.pk in busy, tuple(teams.get(one.pk, ()))) for one in people]


def ringing(person_id: int) -> list[Call]:
    """Calls that somebody was asked to, in which others are, and that they have not answered."""
    asked = Participant.objects.filter(person=person_id, state=Presence.INVITED, joined_at=None)
    going = Call.objects.filter(begun_at__isnull=False, over_at__isnull=True, pk__in=asked.values("call"))
    return list(going.select_related("organiser").order_by("-made_at")[:MOST])


def _waits(call: Call) -> bool:
    return not getattr(call, "inside", True) or bool(getattr(call, "lobby_waits", False))
