"""Who is registered already and may be this person: proposed by their keys, compared, weighed, explained.

What is proposed are short ranges of keys (`matching.blocking`), read in one statement; who agrees in
most of them is fetched in a second one and compared with the fields that the agent sees. So it costs the
same among a thousand people and among millions, and a field that is private to others decides nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from alongside.lib import tenancy
from alongside.lib.compiled import compiled
from alongside.people.fields import Field, Values
from alongside.people.matching import blocking
from alongside.people.matching.comparing import Agreement, Aspect, Level, compare
from alongside.people.matching.reasons import reasons
from alongside.people.matching.records import Record
from alongside.people.matching.weighing import USUAL, Weighed, Weights, weigh
from alongside.people.models import MatchWeights
from alongside.people.queries import Found, persons
from alongside.people.searching import ranges
from alongside.people.searching.asking import Read
from alongside.people.searching.terms import Range

# People fetched and compared: those who share most come first, and each costs a tenth of a millisecond.
COMPARED = 24
LEARNT_FROM = 10  # of them, where weights are learnt
LEAST = 0.02  # the score below which somebody is not worth showing

# How much it says that somebody was proposed by a range with few people in it, and by one that was cut.
_FULL, _CUT = 1.0, 0.4


@dataclass(frozen=True)
class Match:
    """Somebody who may be the same person: how probable that is (0 to 1), the weight of what agrees in
    bits, and the reasons in words, what agrees first."""

    person: Found
    score: float
    weight: float
    reasons: tuple[str, ...]


def likely(
    tenant_id: int,
    values: Mapping[str, object],
    *,
    fields: Iterable[Field],
    segments: Collection[int] | None,
    limit: int = 10,
    least: float = LEAST,
    without: Collection[int] = (),
    weights: Weights | None = None,
) -> list[Match]:
    """The people who may be the one with these values (by field name, as typed or as stored), the
    likeliest first.

    `fields` are all of the tenant's (`queries.plain`), `segments` the agent's: None stands for every one.
    `weights` are the tenant's own unless others are given.
    """
    seen = [field for field in fields if field.seen_from(segments)]
    record = Record.of(seen, values)  # type: ignore[arg-type]  # texts and values alike
    with tenancy.within(tenant_id):
        proposed = [number for number in _proposed(tenant_id, record) if number not in without]
        rows = persons(proposed[:COMPARED], fields=seen, segments=segments)
        bits = weights_here() if weights is None else weights
    weighed = [(found, *_weighed(record, found, seen, bits)) for found in rows]
    weighed.sort(key=lambda one: (-one[2].bits, one[0].id))
    return [
        Match(found, round(result.score, 4), round(result.bits, 2), reasons(agreement))
        for found, agreement, result in weighed[:limit]
        if result.score >= least
    ]


def agreements(
    record: Record, *, fields: Sequence[Field], segments: Collection[int] | None, without: int
) -> list[Agreement]:
    """How far those of the open tenant who share most with a record agree with it."""
    proposed = [number for number in _proposed(tenancy.current(), record) if number != without]
    rows = persons(proposed[:LEARNT_FROM], fields=fields, segments=segments)
    return [compare(record, Record.of(fields, _values(found))) for found in rows]


def weights_here() -> Weights:
    """What the open tenant learnt last (`actions.estimating`), or the usual weights."""
    return next((as_weights(row) for row in _learnt()), USUAL)


@compiled
def _learnt() -> models.QuerySet[MatchWeights, Any]:
    return MatchWeights.objects.values_list("weights", flat=True)


def as_weights(kept: Mapping[str, Mapping[str, float]]) -> Weights:
    """Weights as they are stored; what a later release weighs besides has its usual ones."""
    learnt = {
        Aspect(aspect): {Level(level): bits for level, bits in theirs.items()}
        for aspect, theirs in kept.items()
    }
    return {**USUAL, **learnt}


def _proposed(tenant_id: int, record: Record) -> list[int]:
    """The ids of those who share most with the record, the likeliest first."""
    reads = [
        Read(Range(key[0], key[1:], key, key + "\U0010ffff"), most, 0)
        for key, most in blocking.ranges_of(record)
    ]
    if not reads:
        return []
    hits = ranges.read(tenant_id, reads)
    sizes = Counter(hit.read for hit in hits)
    shared: defaultdict[int, float] = defaultdict(float)
    for read, person in {(hit.read, hit.person_id) for hit in hits}:
        cut = sizes[read] >= reads[read].limit
        shared[person] += (_CUT if cut else _FULL) * (1 + 4 / sizes[read])
    return sorted(shared, key=lambda person: (-shared[person], person))


def _weighed(
    record: Record, found: Found, fields: Sequence[Field], weights: Weights
) -> tuple[Agreement, Weighed]:
    agreement = compare(record, Record.of(fields, _values(found)))
    return agreement, weigh(agreement, weights)


def _values(found: Found) -> Values:
    columns: dict[str, Any] = {
        "given_name": found.given_name,
        "family_name": found.family_name,
        "email": found.email,
        "date_of_birth": found.date_of_birth,
    }
    return {**found.profile, **columns}
