"""What of the log is watched, so that an open page hears of what happened to the thing that it shows."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import Max

from alongside.history.actions import name_of
from alongside.history.models import Entry
from alongside.lib.compiled import compiled


def watch(tenant_id: int, thing: models.Model) -> str:
    """The name under which a thing of a tenant is watched."""
    return f"{tenant_id} {name_of(thing)}"


def newest_of(watched: Collection[str]) -> dict[str, int]:
    """The number of the last entry about each of some things, of any tenant."""
    pairs = [one.split(" ", 1) for one in watched]
    found = Entry.everywhere.filter(
        tenant_id__in={int(tenant) for tenant, _ in pairs}, about__in={about for _, about in pairs}
    )
    newest = found.order_by().values_list("tenant_id", "about").annotate(Max("number"))
    return {f"{tenant} {about}": number for tenant, about, number in newest}


def number_of_last(thing: models.Model) -> int:
    """The number of the last entry about a thing; 0 where there is none."""
    last = _last(name_of(thing))
    return last[0].number if last else 0


@compiled
def _last(about: str) -> models.QuerySet[Entry]:
    newest: models.QuerySet[Entry] = Entry.objects.about(about).newest_first()[:1]
    return newest
