"""Keeping the sums of reports, in the transaction that closes a contact."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any

from django.db import connection

from alongside.assisting import actions as assisting
from alongside.interactions.choices import zone
from alongside.interactions.counting import (
    COMES_BACK_WITHIN,
    Amounts,
    Counted,
    Key,
    Sums,
    added,
    repetition_of,
    sums_of,
)
from alongside.interactions.models import Interaction, Share, State, Total
from alongside.lib import tenancy
from alongside.people.models import Tenant

COLUMNS = ("contacts", "seconds", "helped", "repeated", "automatic")
FEW = 1000  # of what one statement names
AT_ONCE = 90  # rows of one statement: databases take only so many parameters


def count(closed: Interaction) -> None:
    """Add a contact that was closed just now. Call it before recording, for others wait for these rows."""
    where = zone(Tenant.objects.get(pk=tenancy.current()).options)
    person = closed.last_helped_id
    if closed.auto_closed or person is None:
        return add(sums_of(counted(closed, shares_of([closed])), where))
    # Two contacts of one person that are closed at once must see each other.
    assisting.in_turn(person)
    if (
        _of_the_same(closed)
        .filter(begun_at__gt=closed.begun_at, begun_at__lte=closed.begun_at + COMES_BACK_WITHIN)
        .exists()
    ):
        closed.repeated = True
        closed.save(update_fields=["repeated"])
    earlier = list(
        _of_the_same(closed).filter(
            begun_at__lt=closed.begun_at, begun_at__gte=closed.begun_at - COMES_BACK_WITHIN, repeated=False
        )
    )
    Interaction.objects.filter(pk__in=[one.pk for one in earlier]).update(repeated=True)
    return add(
        added(
            [
                sums_of(counted(closed, shares_of([closed])), where),
                *(repetition_of(counted(one, {}), where) for one in earlier),
            ]
        )
    )


def keep_closed(
    closed: Sequence[Interaction], shares: Mapping[Any, Sequence[tuple[int, int]]] = MappingProxyType({})
) -> None:
    """Keep closed contacts that come in from elsewhere and add them up; `shares` as `shares_of` says them.
    It looks anew at everything closed that their people had about the same services."""
    where = zone(Tenant.objects.get(pk=tenancy.current()).options)
    Interaction.objects.bulk_create(closed)
    again = came_back({one.last_helped_id for one in closed} - {None})
    for start in range(0, len(again), FEW):
        Interaction.objects.filter(pk__in=again[start : start + FEW]).update(repeated=True)
    fresh = {one.pk: one for one in closed}
    for key in again:
        if key in fresh:
            fresh[key].repeated = True
    known = [key for key in again if key not in fresh]
    add(
        added(
            [
                *(sums_of(counted(one, shares), where) for one in closed),
                *(
                    repetition_of(counted(one, {}), where)
                    for start in range(0, len(known), FEW)
                    for one in Interaction.objects.filter(pk__in=known[start : start + FEW])
                ),
            ]
        )
    )


def came_back(people: Set[int | None]) -> list[uuid.UUID]:
    """The closed contacts of these people after which they came back and that do not say so yet."""
    everybody = sorted(person for person in people if person is not None)
    found: dict[tuple[int | None, str], list[tuple[datetime, uuid.UUID, bool]]] = {}
    for start in range(0, len(everybody), FEW):
        rows = Interaction.objects.closed().filter(
            last_helped_id__in=everybody[start : start + FEW], auto_closed=False
        )
        columns = rows.values_list("last_helped_id", "service", "begun_at", "pk", "repeated")
        for person, service, begun, key, repeated in columns:
            found.setdefault((person, service), []).append((begun, key, repeated))
    again: list[uuid.UUID] = []
    for contacts in found.values():
        for earlier, later in pairwise(_by_moment(contacts)):
            if later[0][0] - earlier[0][0] <= COMES_BACK_WITHIN:
                again += [key for _, key, repeated in earlier if not repeated]
    return again


Moment = tuple[datetime, uuid.UUID, bool]


def _by_moment(contacts: Iterable[Moment]) -> list[list[Moment]]:
    """In order, and those that began at the same moment together: none of them is the later one."""
    return [list(same) for _, same in groupby(sorted(contacts), key=lambda one: one[0])]


def counted(closed: Interaction, shares: Mapping[Any, Sequence[tuple[int, int]]]) -> Counted:
    """A closed contact as sums see it."""
    return Counted(
        agent=closed.agent_id,
        channel=closed.channel,
        service=closed.service,
        wrap_up=closed.wrap_up,
        begun_at=closed.begun_at,
        seconds=closed.seconds_spent,
        helped=closed.last_helped_id is not None,
        repeated=closed.repeated,
        automatic=closed.auto_closed,
        shares=tuple(shares.get(closed.pk, ())),
    )


def shares_of(contacts: Iterable[Interaction]) -> dict[Any, list[tuple[int, int]]]:
    """The seconds of those who handed them over, by contact."""
    found: dict[Any, list[tuple[int, int]]] = {}
    rows = Share.objects.filter(interaction__in=list(contacts)).order_by("pk")
    for contact, agent, seconds in rows.values_list("interaction_id", "agent_id", "seconds"):
        found.setdefault(contact, []).append((agent, seconds))
    return found


def add(sums: Sums) -> None:
    """Add to the rows there are, and make those there are not; always in the same order, so that two who
    add at once wait for each other and not both."""
    rows = sorted(sums.items())
    for start in range(0, len(rows), AT_ONCE):
        _upsert(rows[start : start + AT_ONCE])


def _upsert(rows: Sequence[tuple[Key, Amounts]]) -> None:
    table = connection.ops.quote_name(Total._meta.db_table)
    tenant = tenancy.current()
    places = ", ".join(["(" + ", ".join(["%s"] * 10) + ")"] * len(rows))
    sums = ", ".join(f"{column} = {table}.{column} + excluded.{column}" for column in COLUMNS)
    values: list[Any] = []
    for key, amounts in rows:
        values += [tenant, key.span, connection.ops.adapt_datefield_value(key.day), key.kind, key.key]
        values += [getattr(amounts, column) for column in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (tenant_id, span, day, kind, key, {', '.join(COLUMNS)})"  # noqa: S608 (names of ours)
            f" VALUES {places} ON CONFLICT (tenant_id, span, day, kind, key) DO UPDATE SET {sums}",
            values,
        )


def _of_the_same(closed: Interaction) -> Any:
    """Other closed contacts of the same person about the same service."""
    return Interaction.objects.filter(
        last_helped_id=closed.last_helped_id, service=closed.service, state=State.CLOSED, auto_closed=False
    ).exclude(pk=closed.pk)
