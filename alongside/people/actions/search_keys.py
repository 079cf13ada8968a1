"""Keeping the keys that people are found by, in the transaction that changes the person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection

from alongside.lib import tenancy
from alongside.people.actions import vocabulary
from alongside.people.fields import Field, values_of
from alongside.people.kept_keys import kept_keys
from alongside.people.models import Person, SearchKey
from alongside.people.searching.keys import difference
from alongside.people.searching.vocabulary import words_of


def keep(people: Sequence[Person], fields: Iterable[Field]) -> dict[int, int]:
    """Bring the stored keys of these people up to date; how many keys of each were written or deleted.

    What is stored is read rather than computed from the old values, for it may be older than a
    change of which fields are searchable. A record that was merged into another is found by nothing.
    """
    fields = tuple(fields)
    stored: dict[int, set[str]] = defaultdict(set)
    theirs = SearchKey.objects.filter(person_id__in=[person.pk for person in people])
    for person_id, key in theirs.values_list("person_id", "key"):
        stored[person_id].add(key)
    added: list[tuple[str, int]] = []
    renewed: dict[int, int] = {}
    present: set[str] = set()
    removed: set[str] = set()
    for person in people:
        keys = set() if person.merged_into_id else kept_keys(fields, values_of(person))
        new, old = difference(stored[person.pk], keys)
        present |= keys
        added += [(key, person.pk) for key in new]
        renewed[person.pk] = len(new) + len(old)
        removed |= set(old)
        if old:
            SearchKey.objects.filter(person_id=person.pk, key__in=old).delete()
    write(added)
    # Also the words of keys that were there before: they may be older than the vocabulary.
    vocabulary.add(present)
    vocabulary.forget(words_of(removed) - words_of(present))
    return renewed


def write_first(people: Iterable[Person], fields: Iterable[Field]) -> None:
    """Write the keys of people who have none yet."""
    fields = tuple(fields)
    rows = [(key, person.pk) for person in people for key in kept_keys(fields, values_of(person))]
    write(rows)
    vocabulary.add(key for key, _ in rows)


def write(keys: Iterable[tuple[str, int]]) -> None:
    """Add rows of (key, person), in key order; without model objects, which would cost five times more."""
    rows = sorted(keys)
    if not rows:
        return
    table = connection.ops.quote_name(SearchKey._meta.db_table)
    columns = f"INSERT INTO {table} (tenant_id, key, person_id)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"{columns} SELECT %s, * FROM unnest(%s::text[], %s::bigint[])",  # noqa: S608 (our own table)
                [tenancy.current(), [key for key, _ in rows], [person for _, person in rows]],
            )
        else:
            cursor.executemany(
                f"{columns} VALUES (%s, %s, %s)", [(tenancy.current(), key, person) for key, person in rows]
            )
