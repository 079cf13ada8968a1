"""Agents: the people whose roles, or those of their groups, let them into the console."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from alongside.people.models import Holding, Membership, Person, Role, SegmentMember

ENTER = "console.enter"


def agents(segments: Collection[int] | None) -> QuerySet[Person]:
    """Everybody with a role that opens the console, of these segments or of any."""
    opening = [role.pk for role in Role.objects.all() if ENTER in role.rights]
    found: QuerySet[Person] = Person.objects.real().filter(erased_at__isnull=True).filter(_holding(opening))
    return found if segments is None else found.filter(_within(segments))


def holders(role: Role) -> QuerySet[Person]:
    """Who holds a role, by themselves or by a group."""
    found: QuerySet[Person] = Person.objects.real().filter(_holding([role.pk]))
    return found


def _holding(roles: Collection[int]) -> Q:
    held = Holding.objects.filter(role__in=roles)
    by_group = Membership.objects.filter(group__in=held.exclude(group=None).values("group"))
    return Q(pk__in=held.exclude(person=None).values("person")) | Q(pk__in=by_group.values("person"))


def _within(segments: Collection[int]) -> Q:
    return Q(pk__in=SegmentMember.objects.filter(segment__in=segments).values("person"))
