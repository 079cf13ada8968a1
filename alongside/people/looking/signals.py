"""Which looking is unusual: an agent's day in, signals out, each with its numbers in words.

A signal is a reason to ask, never a verdict: a manager hears it, and the agent's work goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from alongside.people.looking.limits import Limits

# Shapes that chance does not make of honest work: twelve names in rising order come about once in
# 479 million times, and a postcode holds some twenty households.
RISING = 12
NEIGHBOURS = 8
BURST, BURST_LASTS = 10, timedelta(minutes=5)
SEARCHES, SEARCHES_A_PERSON = 60, 5
SHOWN = 1000
USUAL_DAYS = 5  # of the last thirty: whoever works at night does so more often than this
HALF_EACH = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: `contact` when the person was also helped that day."""

    at: datetime
    contact: bool
    name: str  # folded, as it would be sorted
    postcode: str


@dataclass(frozen=True, slots=True)
class Total:
    """What an agent did on one day."""

    people: int = 0
    without_contact: int = 0
    outside: int = 0
    searches: int = 0
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Colleague:
    """What another agent did from the same network on the same day."""

    name: str
    people: int
    without_contact: int


@dataclass(frozen=True, slots=True)
class Day:
    """An agent's day: its looks by time, its totals, the days of the last month on which they worked."""

    total: Total
    looks: Sequence[Seen] = ()
    before: Sequence[Total] = ()
    beside: Sequence[Colleague] = field(default=())


@dataclass(frozen=True, slots=True)
class Signal:
    kind: str
    words: str


TITLES = {
    "decoy": "Decoy touched",
    "alone": "Many people without a contact",
    "median": "Far more than they usually do",
    "outside": "Outside usual hours",
    "rising": "One name after the other",
    "neighbours": "One postcode",
    "burst": "Many people in a moment",
    "two": "Two accounts, one place",
    "searches": "Searches without opening anybody",
    "shown": "Far more people shown than usual",
}


def signals(day: Day, limits: Limits) -> list[Signal]:
    """What is unusual about a day, the gravest first."""
    return list(_signals(day, limits))


def _signals(day: Day, limits: Limits) -> Iterator[Signal]:
    total, alone = day.total, [look for look in day.looks if not look.contact]
    if total.without_contact >= limits.alone:
        yield Signal(
            "alone",
            f"looked at {total.without_contact} people without a contact; "
            f"{limits.alone} in a day are unusual",
        )
    usual = _median(day.before, limits, "people")
    if usual and total.people >= max(limits.times * usual, limits.alone):
        yield Signal(
            "median",
            f"looked at {total.people} people; on {len(day.before)} days before, the median was {usual:g}",
        )
    nights = sum(one.outside * 2 >= limits.outside for one in day.before)
    # A late shift with callers is work; who harvests at night helps nobody.
    if min(total.outside, total.without_contact) >= limits.outside and nights < USUAL_DAYS:
        yield Signal(
            "outside",
            f"looked at {total.outside} people before {limits.opens}:00 or after {limits.closes}:00; "
            f"on {nights} of {len(day.before)} days before they worked at such hours",
        )
    if (rising := _rising([look.name for look in alone])) >= RISING:
        yield Signal("rising", f"looked at {rising} people one after the other in the order of their names")
    if neighbours := _neighbours(alone):
        yield Signal(
            "neighbours",
            f"looked at {neighbours[1]} people of the postcode {neighbours[0]} without a contact",
        )
    if (burst := _burst([look.at for look in alone])) >= BURST:
        yield Signal("burst", f"looked at {burst} people without a contact within five minutes")
    yield from _two(day, limits)
    if total.searches >= SEARCHES and total.people * SEARCHES_A_PERSON <= total.searches:
        yield Signal("searches", f"searched {total.searches} times and opened {total.people} people")
    often = _median(day.before, limits, "shown")
    if often and total.shown >= max(limits.times * often, SHOWN):
        yield Signal(
            "shown",
            f"was shown about {total.shown:,} people in results; on {len(day.before)} days before, "
            f"the median was {often:,.0f}",
        )


def _median(before: Sequence[Total], limits: Limits, what: str) -> float:
    """One's own usual number; 0 while there are too few days to say."""
    return median(getattr(one, what) for one in before) if len(before) >= limits.sample else 0


def _rising(names: Sequence[str]) -> int:
    """The longest run of names in rising order, counting each name once."""
    longest = run = 1 if names else 0
    for one, other in pairwise(names):
        if other > one:
            run += 1
        elif other < one:
            run = 1
        longest = max(longest, run)
    return longest


def _neighbours(looks: Sequence[Seen]) -> tuple[str, int] | None:
    counted = Counter(look.postcode for look in looks if look.postcode)
    most = counted.most_common(1)
    return most[0] if most and most[0][1] >= NEIGHBOURS else None


def _burst(moments: Sequence[datetime]) -> int:
    """The most looks within any five minutes."""
    most = first = 0
    for last, at in enumerate(moments):
        while at - moments[first] > BURST_LASTS:
            first += 1
        most = max(most, last - first + 1)
    return most


def _two(day: Day, limits: Limits) -> Iterator[Signal]:
    """Half each: two accounts of one network that stay below what is unusual, mostly without contacts."""
    mine = day.total
    if not HALF_EACH <= mine.without_contact < limits.alone or not _mostly_alone(mine):
        return
    for other in day.beside:
        together = mine.without_contact + other.without_contact
        if HALF_EACH <= other.without_contact < limits.alone <= together and _mostly_alone(other):
            yield Signal(
                "two",
                f"looked at {mine.without_contact} people without a contact and {other.name}, from the same "
                f"network, at {other.without_contact}: together {together}; {limits.alone} are unusual",
            )
            return


def _mostly_alone(one: Total | Colleague) -> bool:
    return 2 * one.without_contact >= one.people
