"""People as a file, a few at a time: however many there are, only these are in memory."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from alongside.lib import tenancy
from alongside.people.models import PROFILE_COLUMNS, Person, PersonQuerySet, ProfileField, SegmentMember
from alongside.people.moving import cells
from alongside.people.moving.reading import CSV

AT_ONCE = 500  # people

_COLUMNS = sorted(PROFILE_COLUMNS)


def everybody(segments: Collection[int]) -> PersonQuerySet:
    """The people of these segments. Each one's own membership is looked up, not the whole segment."""
    theirs = SegmentMember.objects.filter(person=OuterRef("pk"), segment__in=segments)
    people: PersonQuerySet = Person.objects.real().filter(Exists(theirs))
    return people


def parts(
    tenant_id: int, fields: Sequence[ProfileField], *, segments: Collection[int], format: str
) -> Iterator[bytes]:
    """A file of the people of these segments, under the names of the fields, so that importing it makes
    the same people. Call it after `actions.export_people`, which records it."""
    line = _table_line if format == CSV else _object_line
    if format == CSV:
        yield cells.line(field.name for field in fields)
    last = 0
    while True:
        # Opened for each read: between two of them whoever reads the file may wait as long as they like.
        with tenancy.within(tenant_id):
            rows = _rows(fields, segments, last)
        if not rows:
            return
        yield b"".join(line(fields, values) for _, values in rows)
        last = rows[-1][0]


Values = Mapping[str, Any]


def _rows(fields: Sequence[ProfileField], segments: Collection[int], last: int) -> list[tuple[int, Values]]:
    """The next people by their id, with the values of the fields that are shown of each."""
    after = everybody(segments).filter(pk__gt=last).order_by("pk")
    rows = list(after.values("pk", "profile", *_COLUMNS)[:AT_ONCE])
    private = {field.segment_id for field in fields if field.segment_id is not None}
    theirs = _memberships([row["pk"] for row in rows], private) if private else set()
    found: list[tuple[int, Values]] = []
    for row in rows:
        known = {**row["profile"], **{name: row[name] for name in _COLUMNS}}
        shown = {
            field.name: known.get(field.name)
            for field in fields
            if field.segment_id is None or (row["pk"], field.segment_id) in theirs
        }
        found.append((row["pk"], shown))
    return found


def _memberships(people: Sequence[int], segments: Collection[int]) -> set[tuple[int, int]]:
    members = SegmentMember.objects.filter(person__in=people, segment__in=segments)
    return set(members.values_list("person_id", "segment_id"))


def _table_line(fields: Sequence[ProfileField], values: Values) -> bytes:
    return cells.line(_text(values.get(field.name)) for field in fields)


def _object_line(fields: Sequence[ProfileField], values: Values) -> bytes:
    known = {field.name: _plain(values.get(field.name)) for field in fields}
    return f"{json.dumps(known, ensure_ascii=False)}\n".encode()


def _text(value: object) -> str:
    """As a cell holds it: several values one on each line."""
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else (value if value != "" else None)
