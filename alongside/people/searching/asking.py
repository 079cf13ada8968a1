"""From a typed question to a plan of short range reads in the table of search keys.

A question is read as terms; a person is found when every term of one reading is met by one of their
keys. What is read from the database is only a proposal: each person fetched is held against the
terms again (`Plan.met_by`), with exactly the keys that the asking agent may see. So a plan may be
generous, and a stale or private key finds nobody.

Every read is a range of keys between two bounds with a limit, so its cost does not grow with the
population. Tiers are run in turn until enough people are found:

1. Ranges that answer the whole question, or most of it: "smith ann", "pl4 smith".
2. For one word, the fields that are less likely; for several, ranges of one whose keys also hold the
   others, if only their beginnings: "plymouth ann", "smi ann".
3. People who are in a range of every term: "acacia plymouth".
4. The same with longer ranges, and less literal readings; only for questions that have found nobody.

Corrected spellings belong behind these, as further readings of the same question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from alongside.people.fields import Field
from alongside.people.searching import typed
from alongside.people.searching.keys import Keys
from alongside.people.searching.terms import Range, Tags, Term

NARROW, WIDE, DEEP = 40, 100, 2000  # rows of one read
FETCHED = 400  # people fetched for one term of a question, as the last resort
_MOST_READS = 48  # of one statement
_MOST_TERMS = 3  # of a reading that are read by themselves
# A key that goes on with a name: its tag, and the tags of what may follow it.
_CHAINS = {"o": "sg", "d": "sg", "s": "g", "g": "s", "a": "s"}
# What a single word is looked for first.
_NAMES = "sg"


class Read(NamedTuple):
    """A range of keys of which at most `limit` are read, in key order."""

    range: Range
    limit: int
    reading: int  # which reading of the question it serves
    term: int = 0  # with `Tier.every`: which term of the reading it answers
    rank: int = 0  # how many terms are left to be compared; fewer is better
    holding: tuple[str, ...] = ()  # beginnings of later words; then `DEEP` rows are looked at


class Tier(NamedTuple):
    reads: tuple[Read, ...]
    every: bool = False  # a person must be in a range of every term of a reading
    fetched: int = 0  # with `every`: so many people may be fetched for one term alone
    last_resort: bool = False  # only when nobody has been found


@dataclass(frozen=True, slots=True)
class Plan:
    readings: tuple[tuple[Term, ...], ...]
    tiers: tuple[Tier, ...]

    def met_by(self, keys: Keys) -> tuple[str, ...]:
        """The fields by which a person with these keys answers the question; none when they do not."""
        for reading in self.readings:
            met: list[str] = []
            for term in reading:
                if (field := _met(term, keys)) is None:
                    break
                met.append(field)
            else:
                return tuple(dict.fromkeys(met))
        return ()


NOTHING = Plan((), ())


def plan(query: str, fields: Sequence[Field], only_field: str | None = None) -> Plan:
    """How to find the people a query means, among the searchable of these fields or in one of them.

    Never raises: a query that is too short, or of no letters or digits, gives a plan that finds nobody.
    """
    if only_field is not None:
        return plan_fields({only_field: query}, fields)
    asked = [field for field in fields if field.searchable]
    tags = Tags(asked)
    return _planned([_terms(reading, tags, None) for reading in typed.readings(query)])


def plan_fields(values: Mapping[str, str], fields: Sequence[Field]) -> Plan:
    """How to find the people who have all these values in the named fields (spec G20, G23).

    Nobody is found by a field that does not exist or is not marked searchable (spec G12).
    """
    by_name = {field.name: field for field in fields if field.searchable}
    combined: list[tuple[Term, ...]] = [()]
    for name, value in values.items():
        if name not in by_name:
            return NOTHING
        tags = Tags([by_name[name]])
        options = [_terms(reading, tags, name) for reading in typed.readings(value)]
        combined = [before + option for option in options for before in combined][:6]
    return _planned(combined)


def _terms(reading: typed.Reading, tags: Tags, field: str | None) -> tuple[Term, ...]:
    return tuple(tags.term(piece, field) for piece in reading)


def _planned(readings: Iterable[tuple[Term, ...]]) -> Plan:
    """A reading with a term that no field can answer finds nobody and is left out."""
    possible = [reading for reading in readings if reading and all(term.ranges for term in reading)]
    if not possible:
        return NOTHING
    direct = [read for number, terms in enumerate(possible) for read in _direct(number, terms)]
    literal = [read for read in direct if read.reading == 0 or read.rank == 0]
    loose = [read for read in direct if read.reading and read.rank]
    tiers = [
        Tier(_distinct(literal)),
        *_begun(possible),
        *_every(possible),
        Tier(_distinct(loose), last_resort=True),
    ]
    return Plan(tuple(possible), tuple(tier for tier in tiers if tier.reads))


def _direct(number: int, terms: Sequence[Term]) -> Iterator[Read]:
    """Ranges that answer all terms or most; the rest is compared on the people they give."""
    if len(terms) == 1:
        names = [one for one in terms[0].ranges if one.tag in _NAMES]
        for one in names or terms[0].ranges:
            yield Read(one, NARROW, number)
        return
    for chain in _chains(terms):
        missing = len(terms) - len(chain)
        text = " ".join(one.text for one in chain)
        yield Read(Range.of(chain[0].tag, text), WIDE if missing else NARROW, number, rank=missing)
    for term in terms:
        if term.telling:
            for one in term.ranges:
                yield Read(one, WIDE, number, rank=len(terms) - 1)


def _chains(terms: Sequence[Term]) -> list[list[Range]]:
    """Ranges of one term continued by names of others, the longest first: outward, family, given name."""
    chains: list[list[Range]] = []
    for tag, followers in _CHAINS.items():
        for first, term in enumerate(terms):
            for start in term.tagged(tag):
                chains += _continued([start], followers, terms, {first})
    return sorted(chains, key=lambda chain: -len(chain))


def _continued(
    chain: list[Range], followers: str, terms: Sequence[Term], used: set[int]
) -> Iterator[list[Range]]:
    if not followers:
        return
    for number, term in enumerate(terms):
        if number not in used:
            for one in term.tagged(followers[0]):
                yield from _continued([*chain, one], followers[1:], terms, used | {number})
                yield [*chain, one]


def _begun(readings: Sequence[tuple[Term, ...]]) -> Iterator[Tier]:
    """The less likely fields of a single word; ranges of one of several words that hold the others."""
    single: list[Read] = []
    several: list[Read] = []
    for number, terms in enumerate(readings):
        if len(terms) == 1:
            ranges = terms[0].ranges
            named = any(one.tag in _NAMES for one in ranges)
            single += [Read(one, NARROW, number) for one in ranges if named and one.tag not in _NAMES]
        else:
            several += _holding(number, terms)
    yield Tier(_distinct(single))
    # Names that were typed in full have found whom they mean; a place or a day may mean others, too.
    yield Tier(_distinct(read for read in several if read.range.tag in _NAMES), last_resort=True)
    yield Tier(_distinct(read for read in several if read.range.tag not in _NAMES))


def _holding(number: int, terms: Sequence[Term]) -> Iterator[Read]:
    names = [next((one.text for one in term.ranges if one.tag in _NAMES), "") for term in terms]
    for at, term in enumerate(terms):
        others = tuple(name for place, name in enumerate(names) if name and place != at)
        if others and term.narrow:
            missing = len(terms) - 1 - len(others)
            for one in term.ranges:
                if one.tag in _CHAINS:
                    yield Read(one, WIDE, number, rank=missing, holding=others)


def _every(readings: Sequence[tuple[Term, ...]]) -> Iterator[Tier]:
    """People in a range of every term, for questions whose terms no key combines: "acacia plymouth"."""
    for limit, fetched, most in ((WIDE, 10, 1), (DEEP, FETCHED, 2)):
        reads = [
            Read(one, limit, number, term)
            for number in [number for number, terms in enumerate(readings) if len(terms) > 1][:most]
            for term in _narrowest(readings[number])
            for one in readings[number][term].ranges
        ]
        yield Tier(tuple(reads), every=True, fetched=fetched, last_resort=limit == DEEP)


def _narrowest(terms: Sequence[Term]) -> list[int]:
    """The few terms worth reading by themselves; the others are compared on the people these give."""
    worth = [number for number, term in enumerate(terms) if term.narrow]
    return sorted(worth, key=lambda number: -len(terms[number].ranges[0].text))[:_MOST_TERMS]


def _distinct(reads: Iterable[Read]) -> tuple[Read, ...]:
    """Each range once, the best first."""
    ranges: dict[tuple[str, str, tuple[str, ...]], Read] = {}
    for read in sorted(reads, key=lambda read: (read.rank, read.reading)):
        ranges.setdefault((read.range.lower, read.range.upper, read.holding), read)
    return tuple(ranges.values())[:_MOST_READS]


def _met(term: Term, keys: Keys) -> str | None:
    """The field whose key answers the term: likely fields first, and of the names a whole one first."""
    begun: str | None = None
    for one in term.ranges:
        if begun is not None and one.tag not in _NAMES:
            break
        made = keys.under(one.tag)
        for at in range(bisect_left(made, (one.lower,)), len(made)):
            entry = made[at]
            if entry.key >= one.upper:
                break
            if term.field is None or term.field == entry.fields[0]:
                if one.whole(entry.key):
                    return entry.fields[0]
                begun = begun or entry.fields[0]
    return begun
