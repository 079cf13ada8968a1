"""A house to measure in: the demonstration's tenant with its cast and as many residents as asked for."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.db import connection

from alongside.command.bench.place import Place
from alongside.command.demo import house
from alongside.lib import tenancy
from alongside.people.looking.limits import MOST
from alongside.people.models import Person, Tenant


@dataclass(frozen=True)
class House:
    tenant: Tenant
    agent: Person
    some_people: list[int]  # ids of residents who cannot sign in


def build(place: Place, *, people: int) -> House:
    """Fill the house that this process is connected to."""
    tenant = house.open_house()
    # One agent does the work of hundreds here, which would be refused and noticed.
    tenant.options = {**tenant.options, "looking": dict.fromkeys(("hour", "day", "stop", "alone"), MOST)}
    tenant.save(update_fields=["options"])
    with tenancy.within(tenant.pk):
        agent = house.everybody_of(tenant).staff["bob"]
        for present in house.populate(tenant, people):
            if present % 10_000 == 0:
                print(f"{present:,} people …", file=sys.stderr, flush=True)
        residents = Person.objects.real().filter(username__isnull=True).order_by("pk")
        some = list(residents.values_list("pk", flat=True)[:500])
    return House(tenant, agent, some)


def copy(place: Place, *names: str) -> None:
    """Make copies of the house as it is now; nobody may be connected to it meanwhile."""
    connection.close()
    if place.vendor == "postgres":
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's connections have one
    for name in names:
        place.copy(name)
