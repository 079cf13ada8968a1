"""Reading ranges of search keys, and whom the rows propose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.db import connection

from alongside.lib import given
from alongside.people.searching.asking import COMPARED, DEEP, NAMES, TERM, Read, Tier
from alongside.people.searching.terms import Range

_WORTH_ASKING = 5  # reads that look into many keys
_IN_TURN = 6  # people of one corrected word, before the next one's


class Hit(NamedTuple):
    """A row of one range: which of the reads, the key it gave, and whose it is."""

    read: int
    key: str
    person_id: int


def read(tenant_id: int, reads: Sequence[Read]) -> list[Hit]:
    """The rows of all these ranges, in one statement."""
    sql, parameters = statement(tenant_id, reads)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Hit(*row) for row in cursor.fetchall()]


def promising(tenant_id: int, reads: Sequence[Read]) -> Sequence[Read]:
    """Without those which look for words that no name begins with: where there are many of them, to ask for
    the words is cheaper than to look for each in a thousand keys."""
    words = {word for one in reads for word in one.holding}
    if not words or sum(bool(one.holding) for one in reads) < _WORTH_ASKING:
        return reads
    asked = [Read(Range.of(tag, word), 1, 0) for word in sorted(words) for tag in NAMES]
    known = {asked[hit.read].range.text for hit in read(tenant_id, asked)}
    return [one for one in reads if known.issuperset(one.holding)]


def statement(tenant_id: int, reads: Sequence[Read]) -> tuple[str, list[int | str]]:
    """The statement and its parameters. Each range has its own limit, in the order of the primary key.

    To understand a statement of forty ranges costs a database ten times as much as to answer it. So ranges
    that nobody has a key in are added until there are as many as in others, and few are ever new to it.
    """
    alike: dict[Shape, list[int]] = defaultdict(list)
    for number, one in enumerate(reads):
        alike[(DEEP if one.holding else one.limit, one.limit, len(one.holding))].append(number)
    parts: list[tuple[Shape, int]] = []
    parameters: list[int | str] = []
    for shape, numbers in sorted(alike.items()):
        size = next(size for size in _SIZES if size >= len(numbers))
        parts.append((shape, size))
        for number in numbers:
            one = reads[number]
            parameters += [number, tenant_id, one.range.lower, one.range.upper]
            parameters += [f"% {word}%" for word in one.holding]
        parameters += [-1, tenant_id, "", "", *[""] * shape[2]] * (size - len(numbers))
    return _sql(tuple(parts)), parameters


# How many rows of a range are looked at and how many are wanted, and how many words they must hold.
Shape = tuple[int, int, int]
_SIZES = (1, 2, 4, 8, 16, 32, 64)
_RANGE = """
    SELECT CAST(%s AS integer) AS read, key, person_id FROM people_searchkey
     WHERE tenant_id = %s AND key >= %s AND key < %s ORDER BY tenant_id, key, person_id LIMIT """


@lru_cache(maxsize=256)
def _sql(parts: tuple[tuple[Shape, int], ...]) -> str:
    selects: list[str] = []
    for (looked_at, wanted, words), count in parts:
        rows = f"{_RANGE}{looked_at}"
        if words:
            held = " AND ".join(["key LIKE %s"] * words)
            rows = f"SELECT * FROM ({rows}) AS looked WHERE {held} LIMIT {wanted}"  # noqa: S608 (numbers)
        selects += [f"SELECT * FROM ({rows}) AS range"] * count  # noqa: S608 (our own text)
    return " UNION ALL ".join(selects)


def read_exactly(tenant_id: int, exact: Mapping[str, float]) -> list[int]:
    """Who has one of these keys, the likeliest first."""
    hits = given.run(_EXACTLY[connection.vendor], {"key": "text"}, ([key] for key in exact), tenant=tenant_id)
    return [person for _, key, person in sorted((exact[key], key, person) for key, person in hits)]


# However many they are, few of these keys exist.
_EXACTLY = {
    "sqlite": """
        SELECT found.key, found.person_id FROM {given} CROSS JOIN people_searchkey AS found
         WHERE found.tenant_id = %(tenant)s AND found.key = given.key LIMIT 400
    """,
    "postgresql": """
        SELECT found.key, found.person_id FROM {given} CROSS JOIN LATERAL (
            SELECT key, person_id FROM people_searchkey WHERE tenant_id = %(tenant)s AND key = given.key
             ORDER BY tenant_id, key, person_id LIMIT 40
        ) AS found LIMIT 400
    """,
}


def best_first(hits: Iterable[Hit], reads: Sequence[Read]) -> list[list[int]]:
    """Whole words before beginnings, then in key order. In lists of their own: those whose key answers all
    of the question, all but "road" and "street", and all but a term of its own. Nobody need look at one when
    those before it have answered.

    Of several words that may have been meant, a few people each in turn: a common name must not hide
    another that was meant as likely.
    """
    turns: Counter[int] = Counter()

    def worth(hit: Hit) -> tuple[int, int, float, bool, int, str]:
        one = reads[hit.read]
        turn = 0
        if one.cost:
            turn = turns[hit.read] // _IN_TURN
            turns[hit.read] += 1
        return (one.rank, turn, one.cost, not one.range.whole(hit.key), hit.read, hit.key)

    lists: tuple[dict[int, None], ...] = ({}, {}, {})
    for hit in sorted(hits, key=worth):
        rank = reads[hit.read].rank
        lists[(rank > 0) + (rank >= TERM)].setdefault(hit.person_id)
    whole, *in_part = lists
    return [list(whole), *(list(islice(some, COMPARED)) for some in in_part)]


def cut(hits: Iterable[Hit], reads: Sequence[Read]) -> list[Read]:
    """Longer reads of ranges that answer the whole question and were cut at their limit.

    For an agent who may see few of the people in them; others have found enough before.
    """
    rows = Counter(hit.read for hit in hits)
    return [
        one._replace(limit=DEEP)
        for number, one in enumerate(reads)
        if one.rank == 0 and not one.holding and rows[number] >= one.limit
    ]


def in_every_term(hits: Iterable[Hit], tier: Tier) -> tuple[list[int], bool]:
    """People who are in a range of every term, reading after reading; and whether these are all there are.

    A range that was cut at its limit says nothing about those who are not in it. So when the ranges
    of a term were read to their ends and gave few people, all of these are worth comparing.
    """
    rows: dict[int, set[int]] = defaultdict(set)
    counts: Counter[int] = Counter()
    for hit in hits:
        rows[hit.read].add(hit.person_id)
        counts[hit.read] += 1
    people: dict[tuple[int, int], set[int]] = defaultdict(set)
    ended: dict[tuple[int, int], bool] = defaultdict(lambda: True)
    for number, one in enumerate(tier.reads):
        term = (one.reading, one.term)
        people[term] |= rows[number]
        ended[term] &= counts[number] < one.limit
    proposed: list[int] = []
    complete = True
    for reading in dict.fromkeys(one.reading for one in tier.reads):
        terms = [term for term in people if term[0] == reading]
        known = [people[term] for term in terms if ended[term]]
        few = set.intersection(*known) if known else None
        if few is None or len(few) > tier.fetched:
            few = set.intersection(*(people[term] for term in terms))
            complete = complete and len(known) == len(terms)
        proposed += sorted(few)
    return proposed, complete
