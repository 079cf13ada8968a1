"""Finding people.

A question ("ann smith pl4", "smith 12/3/1980", "960 123") is taken apart (`typed`), turned into a
few short ranges of search keys (`terms`, `asking`), and these are read here, one statement for each
tier, until enough people are found. Each of them is then fetched and compared with the question by
the keys the agent may see (`keys.Keys`): a field that is private to a segment of others, or that
is no longer searchable, neither finds anybody nor is shown (spec G12, J17).

No statement matches many rows and ranks them afterwards; every range has a limit of its own. So a
search costs the same among a thousand people and among millions, and its answer has no total that
could tell how many people there are. What is found is at most `limit` people, the best first: whole
words before beginnings of words, questions answered by one key before those that needed comparing.

The statements are the same on SQLite and PostgreSQL and use the primary key of the table alone.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from alongside.lib import given, tenancy
from alongside.people.fields import Field, Value, Values, texts
from alongside.people.models import ProfileField
from alongside.people.naming import spoken
from alongside.people.searching import asking, correcting, ranges, vocabulary
from alongside.people.searching.asking import Met, Plan
from alongside.people.searching.keys import Keys, as_written, grouped
from alongside.people.searching.terms import Tags


@dataclass(frozen=True, slots=True)
class Found:
    """A person, without the values that the agent may not see, and why they were found."""

    id: int
    ref: uuid.UUID
    kind: str
    given_name: str
    family_name: str
    username: str | None
    email: str
    date_of_birth: date | None
    is_active: bool
    profile: Mapping[str, Value | list[Value]]
    reason: str  # labels of the fields that answered: "Family name, Postcode"
    field: str  # the name of the first of them; empty for somebody who was not asked for

    @property
    def name(self) -> str:
        """As people say it; never empty."""
        return spoken(self.given_name, self.family_name, self.username)


def search(
    tenant_id: int,
    query: str,
    *,
    fields: Iterable[Field],
    segments: Collection[int] | None,
    only_field: str | None = None,
    limit: int = 20,
    literally: bool = False,
) -> list[Found]:
    """The people a typed question means, at most `limit`, the best first; never raises for any query.

    `fields` are all of the tenant's (`plain`); `segments` are the agent's, and only people and
    private fields of those are found: None stands for every segment. Typing errors are forgiven
    unless the question is meant `literally`.
    """
    fields = tuple(fields)
    seen = _Eyes(fields, segments, only_field)
    return _run(tenant_id, asking.plan(query, seen.asked, only_field), seen, limit, literally=literally)


def search_fields(
    tenant_id: int,
    values: Mapping[str, str],
    *,
    fields: Iterable[Field],
    segments: Collection[int] | None,
    limit: int = 20,
) -> list[Found]:
    """The people who have all these values in the fields of these names (spec G20, G23)."""
    fields = tuple(fields)
    seen = _Eyes(fields, segments, None)
    return _run(tenant_id, asking.plan_fields(values, seen.asked), seen, limit, literally=False)


def persons(
    numbers: Sequence[int], *, fields: Iterable[Field], segments: Collection[int] | None
) -> list[Found]:
    """The people of the open tenant with these ids, in this order, whom an agent of these segments sees;
    without the values that they do not."""
    seen = _Eyes(tuple(fields), segments, None)
    rows = _rows(numbers, segments) if numbers else {}
    return [seen.found(rows[number], ()) for number in numbers if number in rows]


def plain(rows: Iterable[ProfileField]) -> tuple[Field, ...]:
    """Profile fields as the values that searching and `keys.keys_of` take."""
    return tuple(Field(row.name, row.label, row.type, row.searchable, row.segment_id) for row in rows)


class _Eyes:
    """What one agent may ask and see."""

    def __init__(
        self, fields: Sequence[Field], segments: Collection[int] | None, only_field: str | None
    ) -> None:
        self.segments = segments
        self.visible = {field.name: field for field in fields if field.seen_from(segments)}
        self.asked = [field for field in self.visible.values() if field.searchable]
        if only_field is not None:
            self.asked = [field for field in self.asked if field.name == only_field]
        self.grouped = grouped(tuple(self.asked))

    def found(self, row: _Row, met: Sequence[Met]) -> Found:
        """A person found by the fields of these names, without what is private to others."""
        return Found(
            id=row.id,
            ref=row.ref,
            kind=row.kind,
            given_name=row.given_name,
            family_name=row.family_name,
            username=row.username,
            email=row.email if "email" in self.visible else "",
            date_of_birth=row.date_of_birth if "date_of_birth" in self.visible else None,
            is_active=row.is_active,
            profile={name: value for name, value in row.profile.items() if name in self.visible},
            reason=", ".join(self._reason(one, row) for one in met),
            field=met[0].field if met else "",
        )

    def _reason(self, met: Met, row: _Row) -> str:
        """`Postcode`; or `Family name (Smith)`, where something else was typed."""
        label = self.visible[met.field].label
        if not met.by:
            return label
        return f"{label} ({as_written(texts(_values(row).get(met.field)), met.by)})"


class _Row(NamedTuple):
    """What is read of a person."""

    id: int
    ref: uuid.UUID
    kind: str
    given_name: str
    family_name: str
    username: str | None
    email: str
    date_of_birth: date | None
    is_active: bool
    profile: dict[str, Value | list[Value]]


def _run(tenant_id: int, plan: Plan, seen: _Eyes, limit: int, *, literally: bool) -> list[Found]:
    if not plan.readings:
        return []
    with tenancy.within(tenant_id):
        found = _read(tenant_id, plan, seen, limit, without=())
        if literally:
            return found
        if len(found) < min(limit, correcting.enough(plan)):
            found += _read(
                tenant_id, _corrected(tenant_id, plan, seen), seen, limit - len(found), without=found
            )
        if not found:
            found = _read(tenant_id, _corrected(tenant_id, plan, seen, lost=2), seen, limit, without=())
    return found


def _corrected(tenant_id: int, plan: Plan, seen: _Eyes, *, lost: int = 1) -> Plan:
    """What may have been meant: by one mistake in words and numbers, or by more in words (`lost`)."""
    worth = correcting.readings_of(plan, freely=lost == 2)
    meanings = vocabulary.meant_by(tenant_id, correcting.words_in(worth), lost=lost)
    return correcting.corrected(worth, meanings, Tags(seen.asked), numbers=lost == 1)


def _read(tenant_id: int, plan: Plan, seen: _Eyes, limit: int, *, without: Sequence[Found]) -> list[Found]:
    """Tier after tier, until enough people are found; no last resort when others are found already."""
    found: list[Found] = []
    tried = {person.id for person in without}

    def compare(proposed: Iterable[int]) -> None:
        fresh = [person for person in dict.fromkeys(proposed) if person not in tried]
        tried.update(fresh)
        found.extend(islice(_compared(fresh, plan, seen, limit), limit - len(found)))

    settled = bool(without)  # whether looking deeper could find anybody else
    for tier in plan.in_turn():
        if len(found) >= limit:
            break
        if tier.last_resort and (settled or (found and tier.exact)):
            continue
        if not (tier.exact or tier.reads):
            continue
        if tier.exact:
            compare(ranges.read_exactly(tenant_id, tier.exact))
            settled = settled or bool(found)
            continue
        reads = ranges.promising(tenant_id, tier.reads)
        hits = ranges.read(tenant_id, reads) if reads else []
        if tier.every:
            proposed, complete = ranges.in_every_term(hits, tier)
            compare(proposed)
            settled = settled or complete
        else:
            before = len(found)
            answered, *in_part = ranges.best_first(hits, reads)
            compare(answered)
            longer = ranges.cut(hits, reads)
            if longer and len(found) < limit:
                compare(ranges.best_first(ranges.read(tenant_id, longer), longer)[0])
            for proposed in in_part:
                if len(found) == before:
                    compare(proposed)
            settled = settled or bool(found)
    return found


def _compared(people: Sequence[int], plan: Plan, seen: _Eyes, limit: int) -> Iterator[Found]:
    """Those of the proposed people who really answer, fetched a few at a time, in the given order."""
    for start in range(0, min(len(people), asking.FETCHED), limit):
        chunk = people[start : start + limit]
        rows = _rows(chunk, seen.segments)
        for row in (rows[number] for number in chunk if number in rows):
            if met := plan.met_by(Keys(seen.grouped, _values(row))):
                yield seen.found(row, met)


def _values(row: _Row) -> Values:
    columns: dict[str, Value] = {
        "given_name": row.given_name,
        "family_name": row.family_name,
        "email": row.email,
        "date_of_birth": row.date_of_birth,
    }
    return {**row.profile, **columns}


# Written out: to put it together, the ORM needs twenty times as long as the database to answer it. The people
# lead, each looked up by their id: SQLite would rather read a whole tenant than look up three ids of a list.
_PERSONS = """
    SELECT id, ref, kind, given_name, family_name, username, email, date_of_birth, is_active, profile
      FROM {given} CROSS JOIN people_person WHERE id = given.person AND tenant_id = %(tenant)s
       -- Where groups are chosen, their members alone are found (spec G14): whatever finds people ends here.
       AND (NOT EXISTS (SELECT 1 FROM people_group WHERE tenant_id = %(tenant)s AND searched)
            OR EXISTS (SELECT 1 FROM people_membership AS joined
                         JOIN people_group AS chosen ON chosen.id = joined.group_id
                        WHERE joined.person_id = people_person.id AND chosen.searched))
"""
# Each person's own membership is looked up, not the whole segment.
_OF_SEGMENTS = """
    AND EXISTS (SELECT 1 FROM people_segmentmember AS member
                 WHERE member.person_id = people_person.id AND member.segment_id IN ({segments}))
"""


def _rows(people: Sequence[int], segments: Collection[int] | None) -> dict[int, _Row]:
    if segments is not None and not segments:
        return {}
    sql = _PERSONS
    if segments is not None:
        sql += _OF_SEGMENTS.replace("{segments}", ", ".join(str(int(one)) for one in sorted(segments)))
    rows = given.run(sql, {"person": "bigint"}, ([person] for person in people), tenant=tenancy.current())
    return {row[0]: _as_row(row) for row in rows}


def _as_row(row: Sequence[Any]) -> _Row:
    """With the values as they are in Python; SQLite has texts for them."""
    number, ref, *columns, profile = row
    return _Row._make(
        [
            number,
            ref if isinstance(ref, uuid.UUID) else uuid.UUID(ref),
            *columns,
            json.loads(profile) if isinstance(profile, str) else profile,
        ]
    )
