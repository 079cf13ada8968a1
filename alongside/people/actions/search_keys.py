"""Keeping the keys that people are found by, in the transaction that changes the person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection

from alongside.lib import given, tenancy
from alongside.people.actions import vocabulary
from alongside.people.fields import Field, values_of
from alongside.people.kept_keys import kept_keys
from alongside.people.models import Person, SearchKey
from alongside.people.searching.keys import difference
from alongside.people.searching.vocabulary import words_of


def keep(people: Sequence[Person], fields: Iterable[Field]) -> dict[int, int]:
    """Bring the stored keys of these people up to date; how many keys of each were written or deleted.

    What is stored is read rather than computed from the old values, for it may be older than a
    change of which fields are searchable. A record that was merged into another is found by nothing, and
    nor is whoever belongs to no group that is searched: so a range of keys holds nobody in vain, and what
    is read for one question does not grow with those who must not be found.
    """
    fields = tuple(fields)
    sought = _sought([person.pk for person in people])
    stored: dict[int, set[str]] = defaultdict(set)
    for person_id, key in _stored([person.pk for person in people]):
        stored[person_id].add(key)
    added: list[tuple[str, int]] = []
    renewed: dict[int, int] = {}
    present: set[str] = set()
    removed: list[tuple[str, int]] = []
    for person in people:
        found = person.pk in sought and not person.merged_into_id
        keys = kept_keys(fields, values_of(person)) if found else set()
        new, old = difference(stored[person.pk], keys)
        present |= keys
        added += [(key, person.pk) for key in new]
        renewed[person.pk] = len(new) + len(old)
        removed += [(key, person.pk) for key in old]
    _remove(removed)
    write(added)
    # Also the words of keys that were there before: they may be older than the vocabulary.
    vocabulary.add(present)
    vocabulary.forget(words_of(key for key, _ in removed) - words_of(present))
    return renewed


def write_first(people: Iterable[Person], fields: Iterable[Field]) -> None:
    """Write the keys of people who have none yet and can be found: `welcoming` saw to that."""
    fields = tuple(fields)
    rows = [(key, person.pk) for person in people for key in kept_keys(fields, values_of(person))]
    write(rows)
    vocabulary.add(key for key, _ in rows)


# Written out, as this is done with every change of a person: the ORM needs ten times as long.
_STORED = """
    SELECT kept.person_id, kept.key FROM {given} CROSS JOIN people_searchkey AS kept
     WHERE kept.person_id = given.person_id AND kept.tenant_id = %(tenant)s
"""
_SOUGHT = """
    SELECT given.person_id FROM {given}
     WHERE NOT EXISTS (SELECT 1 FROM people_group WHERE tenant_id = %(tenant)s AND searched)
        OR EXISTS (SELECT 1 FROM people_membership AS joined
                     JOIN people_group AS chosen ON chosen.id = joined.group_id
                    WHERE joined.person_id = given.person_id AND chosen.searched)
"""
_REMOVE = """
    DELETE FROM people_searchkey WHERE tenant_id = %(tenant)s
       AND (key, person_id) IN (SELECT key, person_id FROM {given})
"""


def _sought(people: Sequence[int]) -> set[int]:
    """Who of these may be found at all (spec G14)."""
    if not people:
        return set()
    rows = [[person] for person in people]
    found = given.run(_SOUGHT, {"person_id": "bigint"}, rows, tenant=tenancy.current())
    return {person for (person,) in found}


def _stored(people: Sequence[int]) -> list[tuple[int, str]]:
    if not people:
        return []
    rows = [[person] for person in people]
    return given.run(_STORED, {"person_id": "bigint"}, rows, tenant=tenancy.current())


def _remove(keys: Sequence[tuple[str, int]]) -> None:
    if keys:
        given.run(_REMOVE, {"key": "text", "person_id": "bigint"}, keys, tenant=tenancy.current())


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
