"""Who keeps appointments in cases for the house, and when they have time for it (spec C30)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from alongside.cases.models import Appointment, Case, Part
from alongside.lib.compiled import compiled
from alongside.people.models import Person

MOST = 200  # to choose from
LONGEST = timedelta(days=1)  # of an appointment


def keepers(case: Case) -> list[Person]:
    """Who can be chosen: the members of the type's appointment groups; where it has none, of the group that
    manages its cases and of the one that this case was given to."""
    groups = case.type.groups_with(Part.APPOINTMENT) or case.type.managers | {case.manager_group_id}
    return members(tuple(sorted(groups)))


@compiled
def members(groups: tuple[int, ...]) -> models.QuerySet[Person]:
    """Those of some groups who can be given work, by name."""
    theirs = Person.objects.filter(memberships__group__in=groups, is_active=True)
    found: models.QuerySet[Person] = theirs.distinct().order_by("given_name", "family_name")[:MOST]
    return found


def in_the_way(
    keeper: Person, begins_at: datetime, ends_at: datetime, but: Appointment | None
) -> Appointment | None:
    """The first other appointment that somebody keeps at that time, if there is one."""
    near = Appointment.objects.of_keeper(keeper.pk).between(begins_at - LONGEST, ends_at)
    others = near.exclude(pk=but.pk) if but is not None else near
    return next((one for one in others.first_first() if one.ends_at > begins_at), None)
