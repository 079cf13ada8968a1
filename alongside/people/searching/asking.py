"""From a typed question to a plan of short range reads in the table of search keys.

A question is read as terms; a person is found when every term of one reading is met by one of their
keys. What is read from the database is only a proposal: each person fetched is held against the
terms again (`Plan.met_by`), with exactly the keys that the asking agent may see. So a plan may be
generous, and a stale or private key finds nobody.

Every read is a range of keys between two bounds with a limit, so its cost does not grow with the
population. Tiers are run in turn until enough people are found:

1. Ranges that answer the whole question: "smith ann", "pl4 smith", a whole telephone number.
2. For one word, the fields that are less likely; for several, ranges of a place or a day whose keys
   also hold the others, if only their beginnings: "plymouth ann".
3. For questions that have found nobody: names that are only begun, "smi ann"; and ranges that answer
   most of the question.
4. For those whose terms no key combines, people who are in a range of every term: "0123 smith".

Behind these come the corrected readings of the question (`correcting`), which are planned in the same way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from types import MappingProxyType
from typing import NamedTuple

from alongside.people.fields import Field
from alongside.people.searching import by_field, typed
from alongside.people.searching.keys import RUN, Keys, street_word, tag_of
from alongside.people.searching.terms import Range, Tags, Term
from alongside.people.searching.typed import WORD

NARROW, WIDE, DEEP = 40, 100, 1000  # rows of one read
FETCHED = 400  # people compared in one tier, for an agent who may see few of them
COMPARED = 60  # of them, those whose key leaves a term of the question open
TERM = 10  # the rank of a read that leaves one open
_APART = 150  # people fetched for one term of a question, as the last resort
_MOST_READS = 48  # of one statement
_MOST_HOLDING = 48  # reads that look into so many keys
_MOST_PARTLY = 36  # reads that answer a question in part
_MOST_APART = 2  # readings whose terms are read by themselves
_MOST_COST = 2.5  # of all that is corrected in one range
_MOST_TERMS = 3  # of a reading that are read by themselves
# A key that goes on with a name: its tag, and the tags of what may follow it.
_CHAINS = {"o": "sg", "d": "sg", "v": "sg", "a": "s", "s": "g", "g": "s"}
# What a single word is looked for first.
_NAMES = "sg"
_A_DAY = len("19800312")
# What is corrected only where nothing else is.
_ALONE = "od"


class Read(NamedTuple):
    """A range of keys of which at most `limit` are read, in key order."""

    range: Range
    limit: int
    reading: int  # which reading of the question it serves
    term: int = 0  # with `Tier.every`: which term of the reading it answers
    rank: int = 0  # what is left to be compared: a term of its own counts `TERM`, a street's "road" one
    cost: float = 0.0  # how unlikely it is that this was meant
    holding: tuple[str, ...] = ()  # beginnings of later words; then `DEEP` rows are looked at


class Tier(NamedTuple):
    reads: tuple[Read, ...] = ()
    exact: Mapping[str, float] = MappingProxyType({})  # keys that are read instead, and what each costs
    every: bool = False  # a person must be in a range of every term of a reading
    fetched: int = 0  # with `every`: so many people may be fetched for one term alone
    last_resort: bool = False  # only when nobody has been found


Reading = tuple[Term, ...]


class Met(NamedTuple):
    """A field that answers a term; `by` is the word or number it holds, if that is not what was typed."""

    field: str
    by: str = ""


@dataclass(frozen=True)
class Plan:
    """`further` are the readings of a question that was read as it was typed before: what was not corrected
    is not read again."""

    readings: tuple[Reading, ...]
    further: bool = False

    def in_turn(self) -> Iterator[Tier]:
        """What to read, tier after tier. Each is planned when it is asked for: most questions need one."""
        for tier in _tiers(self.readings, further=self.further):
            if self.further and not tier.every:
                tier = tier._replace(reads=tuple(read for read in tier.reads if read.cost))
            if tier.reads or tier.exact:
                yield tier._replace(reads=tier.reads[:_MOST_READS])

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return tuple(self.in_turn())

    def met_by(self, keys: Keys) -> tuple[Met, ...]:
        """The fields by which a person with these keys answers the question; none when they do not."""
        for reading in self.readings:
            met: dict[str, Met] = {}
            for term in reading:
                if (one := _met(term, keys)) is None:
                    break
                met.setdefault(one.field, one)
            else:
                return tuple(met.values())
        return ()


NOTHING = Plan(())


def plan(query: str, fields: Sequence[Field], only_field: str | None = None) -> Plan:
    """How to find the people a query means, among the searchable of these fields or in one of them.

    Never raises: a query that is too short, or of no letters or digits, gives a plan that finds nobody.
    """
    if only_field is not None:
        return plan_fields({only_field: query}, fields)
    asked = [field for field in fields if field.searchable]
    everywhere, values = by_field.split(query, asked)
    if values:
        return plan_fields(values, asked, everywhere=everywhere)
    tags = Tags(asked)
    return planned([_terms(reading, tags, None) for reading in typed.readings(query)])


def plan_fields(values: Mapping[str, str], fields: Sequence[Field], *, everywhere: str = "") -> Plan:
    """How to find the people who have all these values in the named fields (spec G20, G23), and what is
    asked `everywhere` in any.

    Nobody is found by a field that does not exist or is not marked searchable (spec G12).
    """
    by_name = {field.name: field for field in fields if field.searchable}
    combined: list[Reading] = [()]
    if everywhere:
        tags = Tags(by_name.values())
        combined = [_terms(reading, tags, None) for reading in typed.readings(everywhere)]
    for name, value in values.items():
        if name not in by_name:
            return NOTHING
        tags = Tags([by_name[name]])
        options = [_terms(reading, tags, name) for reading in typed.readings(value)]
        combined = [before + option for option in options for before in combined][:6]
    return planned(combined)


def _terms(reading: typed.Reading, tags: Tags, field: str | None) -> tuple[Term, ...]:
    return tuple(tags.term(piece, field) for piece in reading)


def planned(readings: Iterable[tuple[Term, ...]], *, further: bool = False) -> Plan:
    """A reading with a term that no field can answer finds nobody and is left out."""
    return Plan(tuple(one for one in readings if one and all(map(_answerable, one))), further)


def _answerable(term: Term) -> bool:
    return bool(term.ranges or term.exact)


def _tiers(readings: Sequence[Reading], *, further: bool) -> Iterator[Tier]:
    direct = (_direct(number, terms, further=further) for number, terms in enumerate(readings))
    yield Tier(_distinct(chain.from_iterable(direct)))
    # Whoever was found by a number, a day or a postcode is who was meant; words may mean others, too.
    found_is_meant = bool(readings) and not all(map(_is_word, readings[0]))
    for tier in chain(_begun(readings), _exact(readings), _every(readings)):
        yield tier._replace(last_resort=tier.last_resort or found_is_meant)


def _direct(number: int, terms: Reading, *, further: bool) -> Iterator[Read]:
    """Ranges that answer all terms, but for words that every street has; these are only compared."""
    if len(terms) == 1:
        names = [one for one in terms[0].ranges if one.tag in _NAMES]
        for one in names or terms[0].ranges:
            yield Read(one, NARROW, number, cost=one.cost)
        return
    core = _core(terms)
    weights = _weights(terms)
    for some in (range(len(terms)), core) if len(core) < len(terms) else (core,):
        for parts in _chains(terms, some):
            if len(parts) == len(some) and (not further or any(one.cost for _, one in parts)):
                yield _chained(number, parts, weights)
    if not further:
        yield from (_chained(number, run, weights) for run in _runs(terms))
        # Few were born on one day: all of them are looked at, for "william" must not stop at a Williams.
        yield from filter(_of_a_day, _holding(number, terms))
        if number == 0:
            yield from _telling(number, terms)


def _telling(number: int, terms: Reading) -> Iterator[Read]:
    """Ranges of a term that few people answer."""
    weights = _weights(terms)
    for at, term in enumerate(terms):
        if term.telling:
            for one in term.ranges:
                if not one.cost:
                    yield Read(one, WIDE, number, rank=sum(weights) - weights[at])


def _partly(number: int, terms: Reading) -> Iterator[Read]:
    """Ranges that answer most terms; the rest is compared on the people they give."""
    if number:
        yield from _telling(number, terms)
    core = _core(terms)
    chains = [one for one in _chains(terms, core) if len(one) < len(core)]
    longest = max(map(len, chains), default=0)
    weights = _weights(terms)
    yield from (_chained(number, one, weights) for one in chains if len(one) == longest)


# Which term of a reading is met by which of its ranges, in the order of a key that holds them all.
Chain = Sequence[tuple[int, Range]]


def _chained(number: int, parts: Chain, weights: Sequence[int]) -> Read:
    rank = sum(weights) - sum(weights[at] for at, _ in parts)
    cost = sum(one.cost for _, one in parts)
    text = " ".join(one.text for _, one in parts)
    together = Range.of(parts[0][1].tag, text, whole=parts[-1][1].ended)
    return Read(together, WIDE if rank else NARROW, number, rank=rank, cost=cost)


def _weights(terms: Reading) -> list[int]:
    """What each term adds to the rank of a read that leaves it open."""
    return [1 if term.idle and _is_word(term) else TERM for term in terms]


def _core(terms: Reading) -> Sequence[int]:
    """Which terms are left without "road" and "street", unless there are no others."""
    return [at for at, term in enumerate(terms) if not term.idle] or range(len(terms))


def _chains(terms: Reading, some: Sequence[int]) -> Iterator[Chain]:
    """Ranges of one term continued by others: outward postcode, family, given name; street, town."""
    tagged = {at: terms[at].by_tag() for at in some}
    for tag, followers in _CHAINS.items():
        for first in some:
            for start in tagged[first].get(tag, ()):
                if len(some) == 1:
                    yield [(first, start)]
                yield from _continued([(first, start)], followers, tagged)
    places = [(at, one) for at in some for one in tagged[at].get("a", ())]
    for first, street in places:
        for second, town in places:
            if first != second and not (street.text[0].isdigit() or town.text[0].isdigit()):
                yield [(first, street._replace(tag="b")), (second, town)]


def _runs(terms: Reading) -> Iterator[Chain]:
    """An address as it was typed, from its house number or its street on: "12 acacia avenue plymouth"."""
    for first in range(len(terms) - 1):
        parts = (
            (first + after, next(iter(term.tagged("a")), None))
            for after, term in enumerate(terms[first : first + RUN])
        )
        run = [(at, one) for at, one in takewhile(lambda part: part[1] is not None, parts) if one]
        if any(one.cost for _, one in run):
            continue
        if len(run) > 1 and (first == 0 or len(run) + first == len(terms)):
            start = run[0][1]
            begun = start if start.text[0].isdigit() else start._replace(tag="b")
            yield [(first, begun), *run[1:]]
            yield [(first, begun), *((at, one._replace(text=street_word(one.text))) for at, one in run[1:])]


def _continued(
    begun: Chain, followers: str, tagged: Mapping[int, Mapping[str, Sequence[Range]]]
) -> Iterator[Chain]:
    if not followers:
        return
    used = {at for at, _ in begun}
    # A day or a place that was not typed goes with names as they were typed: one mistake in a question of
    # several parts is likely, and everything that two could have meant is more than can be read.
    spent = sum(one.cost for _, one in begun)
    as_typed = spent > 0 and begun[0][1].tag in _ALONE
    for at, ranges in tagged.items():
        if at not in used:
            for one in ranges.get(followers[0], ()):
                if one.cost and (as_typed or spent + one.cost > _MOST_COST):
                    break  # they stand in the order of what they cost
                yield from _continued([*begun, (at, one)], followers[1:], tagged)
                yield [*begun, (at, one)]


def _begun(readings: Sequence[Reading]) -> Iterator[Tier]:
    """The less likely fields of a single word; ranges of one of several words that hold the others."""
    single: list[Read] = []
    several: list[Read] = []
    for number, terms in enumerate(readings):
        if len(terms) == 1:
            ranges = terms[0].ranges
            named = any(one.tag in _NAMES for one in ranges)
            single += [
                Read(one, NARROW, number, cost=one.cost) for one in ranges if named and one.tag not in _NAMES
            ]
        else:
            several += _holding(number, terms)
    # Names that were typed in full have found whom they mean; a place or a day may mean others, too.
    places = _distinct(read for read in several if read.range.tag not in _NAMES and not _of_a_day(read))[
        :_MOST_HOLDING
    ]
    if readings and len(readings[0]) == 2:  # one statement for both
        yield Tier(_distinct(chain(single, places)))
    else:
        yield Tier(_distinct(single))
        yield Tier(places, last_resort=bool(readings) and len(readings[0]) > 2)
    names = _distinct(read for read in several if read.range.tag in _NAMES)
    yield Tier(names[:_MOST_HOLDING], last_resort=True)
    corrected = any(one.cost for terms in readings for term in terms for one in term.ranges)
    partly = (
        read
        for number, terms in enumerate(readings)
        if not corrected or len(terms) > 2  # of two, what was corrected must answer both
        for read in _partly(number, terms)
        if not corrected or read.cost
    )
    yield Tier(_distinct(partly)[:_MOST_PARTLY], last_resort=True)


def _of_a_day(read: Read) -> bool:
    return read.range.tag == "d" and len(read.range.text) == _A_DAY and not read.cost


def _holding(number: int, terms: Reading) -> Iterator[Read]:
    core = [terms[at] for at in _core(terms)]
    names = [next((one.text for one in term.ranges if one.tag in _NAMES), "") for term in core]
    for at, term in enumerate(core):
        others = tuple(name for place, name in enumerate(names) if name and place != at)
        if others and term.narrow:
            missing = TERM * (len(terms) - 1 - len(others))
            for one in term.ranges:
                if one.tag in _CHAINS:
                    yield Read(one, WIDE, number, rank=missing, cost=one.cost, holding=others)


def _exact(readings: Sequence[Reading]) -> Iterator[Tier]:
    """Whoever has a number or an address that is like the one typed, but for one mistake."""
    exact: dict[str, float] = {}
    for terms in readings:
        for term in terms:
            exact |= term.exact
    yield Tier(exact=exact, last_resort=True)


def _every(readings: Sequence[Reading]) -> Iterator[Tier]:
    """People in a range of every term, for questions whose terms no key combines: "0123 smith"."""
    apart = [number for number, terms in enumerate(readings[:_MOST_APART]) if _no_key_combines(terms)]
    for limit, fetched in ((WIDE, 10), (DEEP, _APART)):
        reads = tuple(
            Read(one, limit, number, term)
            for number in apart
            for term in _narrowest(readings[number])
            for one in readings[number][term].ranges
        )
        yield Tier(reads, every=True, fetched=fetched, last_resort=limit == DEEP)


def _no_key_combines(terms: Reading) -> bool:
    """Whether there is something to be found by reading the terms apart: fields beside names and places."""
    some = _core(terms)
    core = [terms[at] for at in some]
    if len(terms) < 2 or any(one.cost for term in core for one in term.ranges):
        return False
    if all(map(_is_word, core)):
        return any(one.tag[0] == "x" for term in core for one in term.ranges)
    return not any(len(chain) == len(core) for chain in _chains(terms, some))


def _is_word(term: Term) -> bool:
    return term.piece is not None and term.piece.kind == WORD


def _narrowest(terms: Sequence[Term]) -> list[int]:
    """The few terms worth reading by themselves; the others are compared on the people these give."""
    worth = [number for number, term in enumerate(terms) if term.narrow]
    return sorted(worth, key=lambda number: -len(terms[number].ranges[0].text))[:_MOST_TERMS]


def _distinct(reads: Iterable[Read]) -> tuple[Read, ...]:
    """Each range once, the best first."""
    ranges: dict[tuple[str, str, tuple[str, ...]], Read] = {}
    for read in sorted(reads, key=lambda read: (read.rank, read.cost, read.reading)):
        ranges.setdefault((read.range.lower, read.range.upper, read.holding), read)
    return tuple(ranges.values())


def _met(term: Term, keys: Keys) -> Met | None:
    """The field whose key answers the term: likely fields first, and of the names a whole one first."""
    begun: Met | None = None
    for one in term.ranges:
        if begun is not None and one.tag not in _NAMES:
            break
        made = keys.under(one.tag)
        for at in range(bisect_left(made, (one.lower,)), len(made)):
            entry = made[at]
            if entry.key >= one.upper:
                break
            if term.field is None or term.field == entry.fields[0]:
                met = Met(entry.fields[0], one.text if one.cost else "")
                if one.whole(entry.key):
                    return met
                begun = begun or met
    return begun or _met_exactly(term, keys)


def _met_exactly(term: Term, keys: Keys) -> Met | None:
    for tag in dict.fromkeys(map(tag_of, term.exact)):
        for entry in keys.under(tag):
            if entry.key in term.exact and (term.field is None or term.field == entry.fields[0]):
                return Met(entry.fields[0], entry.key[1:])
    return None
