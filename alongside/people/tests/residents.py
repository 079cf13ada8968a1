"""People to be searched for, stored with their keys."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.lib import clock, ids
from alongside.people import queries
from alongside.people.actions import search_keys
from alongside.people.fields import STANDARD_FIELDS, Field
from alongside.people.models import Person, Segment, SegmentMember, Tenant


def keep(rows: Iterable[Person], fields: Iterable[Field] = STANDARD_FIELDS) -> None:
    """Store people with their keys, in the tenant's first segment."""
    rows = list(rows)
    segment = Segment.objects.earliest("pk")
    Person.objects.bulk_create(rows, batch_size=500)
    SegmentMember.objects.bulk_create(
        [SegmentMember(person=row, segment=segment) for row in rows], batch_size=1000
    )
    search_keys.write_first(rows, fields)


def person(given_name: str, family_name: str, **columns: object) -> Person:
    return Person(
        id=ids.random_number(),
        given_name=given_name,
        family_name=family_name,
        registered_at=clock.now(),
        password="!",
        **columns,
    )


def search(tenant: Tenant, query: str, **options: object) -> list[queries.Found]:
    defaults: dict[str, object] = {"fields": STANDARD_FIELDS, "segments": None}
    return queries.search(tenant.pk, query, **defaults | options)  # type: ignore[arg-type]  # defaults of a test
