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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain, permutations, takewhile
from typing import NamedTuple

from alongside.people.fields import Field
from alongside.people.searching import by_field, typed
from alongside.people.searching.keys import LONGEST, RUN, Keys, street_word, tag_of
from alongside.people.searching.terms import Range, Tags, Term
from alongside.people.searching.typed import WORD

NARROW, WIDE, DEEP = 40, 100, 1000  # rows of one read
FETCHED = 400  # people compared in one tier, for an agent who may see few of them
COMPARED = 60  # of them, those whose key leaves a term of the question open
TERM = 10  # the rank of a read that leaves one open
_APART = 150  # people fetched for one term of a question, as the last resort
_MOST_READS = 48  # of one statement
_MOST_BETTER = 64  # chains, after which another would not be read
_MOST_HOLDING = 48  # reads that look into so many keys
_MOST_PARTLY = 36  # reads that answer a question in part
_MOST_APART = 2  # readings whose terms are read by themselves
_MOST_COST = 2.5  # of all that is corrected in one range
_MOST_TERMS = 3  # of a reading that are read by themselves
# A key that goes on with a name: its tag, and the tags of what may follow it.
_CHAINS = {"o": "sg", "d": "sg", "v": "sg", "a": "s", "s": "g", "g": "s"}
# How many names may stand behind the first word of a key.
_NAMES_BEHIND = {"o": 2, "d": 2, "v": 2, "a": 2, "s": 1, "g": 1}
# What a single word is looked for first.
NAMES = "sg"
_A_DAY = len("19800312")
# What is corrected only where nothing else is.
_ALONE = "od"


Chain = Sequence[tuple[int, Range]]


class Read(NamedTuple):
    """A range of keys of which at most `limit` are read, in key order."""

    range: Range
    limit: int
    reading: int  # which reading of the question it serves
    term: int = 0  # with `Tier.every`: which term of the reading it answers
    rank: int = 0  # what is left to be compared: a term of its own counts `TERM`, a street's "road" one
    cost: float = 0.0  # how unlikely it is that this was meant
    holding: tuple[str, ...] = ()  # beginnings of later words; then `DEEP` rows are looked at


class Chained(NamedTuple):
    """A read that is not yet put together: of all that corrected words could mean, most is cut off.

    `parts` say which term of the reading is met by which range, in the order of a key that holds them all.
    """

    parts: Chain
    reading: int
    rank: int
    cost: float

    def read(self) -> Read:
        text = " ".join([one.text for _, one in self.parts])
        together = Range.of(self.parts[0][1].tag, text, whole=self.parts[-1][1].ended)
        return Read(together, WIDE if self.rank else NARROW, self.reading, rank=self.rank, cost=self.cost)


@dataclass(frozen=True)
class Tier:
    """Reads that belong together, planned when somebody looks at them: a last resort seldom is."""

    plan: Callable[[], Sequence[Read]] = tuple
    exact: Mapping[str, float] = field(default_factory=dict)  # keys read instead: what each costs
    every: bool = False  # a person must be in a range of every term of a reading
    fetched: int = 0  # with `every`: so many people may be fetched for one term alone
    last_resort: bool = False  # only when nobody has been found

    @cached_property
    def reads(self) -> Sequence[Read]:
        return self.plan()


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
        return _tiers(self.readings, further=self.further)

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return tuple(tier for tier in self.in_turn() if tier.reads or tier.exact)

    def met_by(self, keys: Keys) -> tuple[Met, ...]:
        """The fields by which a person with these keys answers the question; none when they do not."""
        for reading, words in zip(self.readings, self._words, strict=True):
            if keys.text and not all(any(word in keys.text for word in some) for some in words):
                continue
            met: dict[str, Met] = {}
            for term in reading:
                if (one := _met(term, keys)) is None:
                    break
                met.setdefault(one.field, one)
            else:
                return tuple(met.values())
        return ()

    @cached_property
    def _words(self) -> Sequence[Sequence[frozenset[str]]]:
        """Of each reading, what must be written about a person: of each of its words one of these."""
        return [
            [frozenset(one.looked_for for one in term.ranges) for term in reading if _is_word(term)]
            for reading in self.readings
        ]


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
    yield _tier(chain.from_iterable(direct), further=further)
    if further and (exact := _other_days(readings)):
        yield Tier(exact=exact, last_resort=True)
    # Whoever was found by a number, a day or a postcode is who was meant; words may mean others, too.
    found_is_meant = bool(readings) and not all(map(_is_word, readings[0]))
    for tier in chain(_begun(readings, further=further), _exact(readings), _every(readings)):
        yield replace(tier, last_resort=tier.last_resort or found_is_meant)


def _direct(number: int, terms: Reading, *, further: bool) -> Iterator[Read | Chained]:
    """Ranges that answer all terms, but for words that every street has; these are only compared."""
    if len(terms) == 1:
        names = [one for one in terms[0].ranges if one.tag in NAMES]
        for one in names or terms[0].ranges:
            yield Read(one, NARROW, number, cost=one.cost)
        return
    core = _core(terms)
    weights = _weights(terms)
    for some in (range(len(terms)), core) if len(core) < len(terms) else (core,):
        for parts in _chains(terms, some):
            if len(parts) != len(some) or (further and _on_another_day(parts)):
                continue
            if not further or any(one.cost for _, one in parts):
                yield _chained(number, parts, weights)
    if not further:
        yield from (_chained(number, run, weights) for run in _runs(terms))
        # Few were born on one day: all of them are looked at, for "william" must not stop at a Williams.
        yield from filter(_of_a_day, _holding(number, terms))
        if number == 0:
            yield from _telling(number, terms)


def _on_another_day(parts: Chain) -> bool:
    """Whether both names were typed, and the day may be a mistake: `_other_days` asks for these."""
    start = parts[0][1]
    return start.tag == "d" and start.cost > 0 and len(parts) == 1 + len(_CHAINS["d"])


def _other_days(readings: Sequence[Reading]) -> Mapping[str, float]:
    """The keys of people of both names who were born on a day that somebody may have meant. There are many,
    and of hardly any a person: to ask whether a key is there costs a tenth of reading a range."""
    exact: dict[str, float] = {}
    for terms in readings:
        names = [next((one.text for one in term.ranges if one.tag in NAMES), "") for term in terms]
        days = [one for term in terms for one in term.tagged("d") if one.cost]
        names = [name for name in names if name]
        if len(names) == len(terms) - 1 == len(_CHAINS["d"]):
            exact |= {
                f"d{day.text} {first} {second}"[:LONGEST]: day.cost
                for day in days
                for first, second in permutations(names)
            }
    return exact


def _telling(number: int, terms: Reading) -> Iterator[Read]:
    """Ranges of a term that few people answer."""
    weights = _weights(terms)
    for at, term in enumerate(terms):
        if term.telling:
            for one in term.ranges:
                if not one.cost:
                    yield Read(one, WIDE, number, rank=sum(weights) - weights[at])


def _partly(number: int, terms: Reading) -> Iterator[Read | Chained]:
    """Ranges that answer most terms; the rest is compared on the people they give."""
    if number:
        yield from _telling(number, terms)
    core = _core(terms)
    chains = [one for one in _chains(terms, core) if len(one) < len(core)]
    longest = max(map(len, chains), default=0)
    weights = _weights(terms)
    yield from (_chained(number, one, weights) for one in chains if len(one) == longest)


def _chained(number: int, parts: Chain, weights: Sequence[int]) -> Chained:
    rank, cost = sum(weights), 0.0
    for at, one in parts:
        rank -= weights[at]
        cost += one.cost
    return Chained(parts, number, rank, cost)


def _weights(terms: Reading) -> list[int]:
    """What each term adds to the rank of a read that leaves it open."""
    return [1 if term.idle and _is_word(term) else TERM for term in terms]


def _core(terms: Reading) -> Sequence[int]:
    """Which terms are left without "road" and "street", unless there are no others."""
    return [at for at, term in enumerate(terms) if not term.idle] or range(len(terms))


def _chains(terms: Reading, some: Sequence[int]) -> list[Chain]:
    """Ranges of one term continued by others: outward postcode, family, given name; street, town."""
    tagged = [(at, terms[at].by_tag()) for at in some]
    found: list[Chain] = []
    for tag, followers in _CHAINS.items():
        for first, ranges in tagged:
            starts = ranges.get(tag, ())
            if len(some) == 1:
                found += ([(first, start)] for start in starts)
            others = [one for one in tagged if one[0] != first]
            for place, start in enumerate(starts[:_MOST_BETTER], start=1):
                _continue([(first, start)], start.cost, followers, others, place, found)
    places = [(at, one) for at, ranges in tagged for one in ranges.get("a", ())]
    for first, street in places:
        for second, town in places:
            if first != second and not (street.text[0].isdigit() or town.text[0].isdigit()):
                found.append([(first, street._replace(tag="b")), (second, town)])
    return found


def _continue(
    begun: Chain,
    spent: float,
    followers: str,
    others: Sequence[tuple[int, Mapping[str, Sequence[Range]]]],
    better: int,
    found: list[Chain],
) -> None:
    """Add to what is found the chains that begin like this and go on with a range of another term.

    `spent` is what its ranges cost. `better` is how many chains of the same terms have none that stands
    behind one of these; where they fill a statement, this one would not be read.
    """
    # A day or a place that was not typed goes with names as they were typed: one mistake in a question of
    # several parts is likely, and everything that two could have meant is more than can be read.
    most = 0.0 if spent > 0 and begun[0][1].tag in _ALONE else _MOST_COST - spent
    tag, further = followers[0], followers[1:]
    for at, ranges in others:
        for place, one in enumerate(ranges.get(tag, ()), start=1):
            if (one.cost and one.cost > most) or better * place > _MOST_BETTER:
                break  # they stand in the order of what they cost
            longer = [*begun, (at, one)]
            if further and len(others) > 1:
                rest = [other for other in others if other[0] != at]
                _continue(longer, spent + one.cost, further, rest, better * place, found)
            found.append(longer)


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


def _begun(readings: Sequence[Reading], *, further: bool) -> Iterator[Tier]:
    """The less likely fields of a single word; ranges of one of several words that hold the others."""
    single: list[Read] = []
    several: list[Read] = []
    for number, terms in enumerate(readings):
        if len(terms) == 1:
            ranges = terms[0].ranges
            named = any(one.tag in NAMES for one in ranges)
            single += [
                Read(one, NARROW, number, cost=one.cost) for one in ranges if named and one.tag not in NAMES
            ]
        else:
            several += _holding(number, terms)
    # Names that were typed in full have found whom they mean; a place or a day may mean others, too.
    places = [read for read in several if read.range.tag not in NAMES and not _of_a_day(read)]
    if readings and len(readings[0]) == 2:  # one statement for both
        yield _tier(chain(single, places), further=further)
    else:
        yield _tier(single, further=further)
        longer = bool(readings) and len(readings[0]) > 2
        yield _tier(places, _MOST_HOLDING, further=further, last_resort=longer)
    names = (read for read in several if read.range.tag in NAMES)
    yield _tier(names, _MOST_HOLDING, further=further, last_resort=True)
    corrected = any(one.cost for terms in readings for term in terms for one in term.ranges)
    partly = (
        read
        for number, terms in enumerate(readings)
        if not corrected or len(terms) > 2  # of two, what was corrected must answer both
        for read in _partly(number, terms)
    )
    yield _tier(partly, _MOST_PARTLY, further=corrected, last_resort=True)


def _tier(
    reads: Iterable[Read | Chained],
    most: int = _MOST_READS,
    *,
    further: bool = False,
    last_resort: bool = False,
) -> Tier:
    return Tier(partial(_distinct, reads, most, further=further), last_resort=last_resort)


def _of_a_day(read: Read) -> bool:
    return read.range.tag == "d" and len(read.range.text) == _A_DAY and not read.cost


def _holding(number: int, terms: Reading) -> Iterator[Read]:
    core = [terms[at] for at in _core(terms)]
    names = [next((one.text for one in term.ranges if one.tag in NAMES), "") for term in core]
    for at, term in enumerate(core):
        others = tuple(name for place, name in enumerate(names) if name and place != at)
        if others and term.narrow:
            missing = TERM * (len(terms) - 1 - len(others))
            apart = sum(not any(one != other and other.startswith(one) for other in others) for one in others)
            for one in term.ranges:
                if apart <= _NAMES_BEHIND.get(one.tag, 0):
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
        reads = [
            Read(one, limit, number, term)
            for number in apart
            for term in _narrowest(readings[number])
            for one in readings[number][term].ranges
        ]
        yield Tier(reads.copy, every=True, fetched=fetched, last_resort=limit == DEEP)


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


def _distinct(reads: Iterable[Read | Chained], most: int, *, further: bool) -> Sequence[Read]:
    """The best, each range once; with `further`, of those that hold something corrected."""
    ranges: dict[tuple[str, str, tuple[str, ...]], Read] = {}
    for one in sorted((one for one in reads if one.cost or not further), key=_worth):
        if len(ranges) == most:
            break
        read = one if isinstance(one, Read) else one.read()
        ranges.setdefault((read.range.lower, read.range.upper, read.holding), read)
    return tuple(ranges.values())


def _worth(read: Read | Chained) -> tuple[int, float, int]:
    return read.rank, read.cost, read.reading


def _met(term: Term, keys: Keys) -> Met | None:
    """The field whose key answers the term: likely fields first, and of the names a whole one first."""
    begun: Met | None = None
    word = _is_word(term) and keys.text
    for one in term.ranges:
        if begun is not None and one.tag not in NAMES:
            break
        if word and one.looked_for not in word:
            continue
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
