"""Who is new is found like everybody else: within the deed that registers them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from alongside.lib.compiled import compiled
from alongside.people.models import Group, Membership, Person


def welcome(people: Iterable[Person]) -> None:
    """Where only some groups are found (spec G14), have new people join the one that is meant for them:
    or whoever registers them would not see them again."""
    for group in _joined():
        Membership.objects.bulk_create(Membership(group_id=group, person=person) for person in people)


@compiled
def _joined() -> models.QuerySet[Group, int]:
    groups: models.QuerySet[Group] = Group.objects.filter(joined=True)
    return groups.values_list("pk", flat=True)
