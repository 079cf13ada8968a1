"""Making the sums of reports anew from the contacts there are: for those that were closed before there were
sums, and to be sure of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import connection

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.actions.adding_up import FEW, add, came_back, counted, shares_of
from alongside.interactions.actions.tidying import CLOSE_OLD
from alongside.interactions.choices import zone
from alongside.interactions.counting import Amounts, Key, Sums, added, sums_of
from alongside.interactions.models import Interaction, Total
from alongside.lib import tenancy
from alongside.people.models import Tenant

Row = TypeVar("Row")

RECOUNT = Power("interactions.recount", Kind.STAFF, right=CLOSE_OLD.right)


class Recounted(
    Event,
    kind="interactions.recounted",
    title="Recount interactions",
    sentence="{actor} counted {contacts} contacts anew; {wrong} sums were wrong",
    private=True,
):
    contacts: int
    wrong: int


@dataclass(frozen=True)
class Count:
    """How many closed contacts there are, and how many sums were not what they say."""

    contacts: int
    wrong: int


def recount(acting: Acting) -> Count:
    """Make all sums anew, and note of every contact whether its person came back. Whoever closes a contact
    meanwhile waits."""
    with acting.doing(RECOUNT) as deed:
        _have_others_wait()
        _note_who_came_back()
        found, sums = recounted()
        Total.objects.all().delete()
        add(sums)
        deed.record(Recounted(contacts=found.contacts, wrong=found.wrong))
        return found


def recounted() -> tuple[Count, Sums]:
    """What a recount finds, and the sums as they should be; changes nothing."""
    where = zone(Tenant.objects.get(pk=tenancy.current()).options)
    sums: Sums = {}
    contacts = 0
    closed = Interaction.objects.closed().order_by("pk").iterator(FEW)
    for some in _at_most(closed, FEW):
        shares = shares_of(some)
        sums = added([sums, *(sums_of(counted(one, shares), where) for one in some)])
        contacts += len(some)
    kept = _kept()
    wrong = [key for key in kept.keys() | sums.keys() if kept.get(key, NONE) != sums.get(key, NONE)]
    return Count(contacts, len(wrong)), sums


NONE = Amounts()


def _kept() -> Sums:
    rows = Total.objects.values_list(
        "span", "day", "kind", "key", "contacts", "seconds", "helped", "repeated", "automatic"
    )
    return {Key(*row[:4]): Amounts(*row[4:]) for row in rows.iterator(FEW)}


def _note_who_came_back() -> None:
    helped = Interaction.objects.closed().filter(last_helped__isnull=False)
    people = helped.order_by("last_helped").values_list("last_helped_id", flat=True).distinct()
    for some in _at_most(list(people), FEW):
        again = came_back(set(some))
        for start in range(0, len(again), FEW):
            Interaction.objects.filter(pk__in=again[start : start + FEW]).update(repeated=True)


def _have_others_wait() -> None:
    """Until this is committed. On SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Total._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _at_most(rows: Iterable[Row], most: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, most)):
        yield some
