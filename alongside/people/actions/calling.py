"""Names that only one thing of its sort has in a tenant: of roles, groups, segments."""

from __future__ import annotations

from typing import TypeAlias

from django.db import IntegrityError, transaction

from alongside.people.checking import Misfit
from alongside.people.models import Group, Role, Segment

Named: TypeAlias = "Group | Role | Segment"
LONGEST_NAME = 100  # characters


def call(thing: Named, name: str) -> None:
    """Give it this name and store it. Raises `Misfit`, with nothing stored."""
    what = type(thing)._meta.verbose_name
    thing.name = " ".join(name.split())
    if not thing.name:
        raise Misfit({"name": f"Give the {what} a name."})
    if len(thing.name) > LONGEST_NAME:
        raise Misfit({"name": f"Give it at most {LONGEST_NAME} characters."})
    taken = Misfit({"name": f"There is a {what} {thing.name} already."})
    if type(thing).objects.filter(name__iexact=thing.name).exclude(pk=thing.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError:  # somebody else gave the same name a moment ago
        raise taken from None
