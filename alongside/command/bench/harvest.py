"""`alongside bench harvest`: harvesters and honest agents replayed against what the house finds unusual.

Days are made of looks and searches, and given to the rules of `people.looking` at the moments at which the
product asks them: with every fifth person and twentieth search. No database is needed, for the rules are
pure; that the product counts and asks as it is done here is held by the tests of `people.actions.watching`.
A harvester is caught by the first signal, or stopped when nobody else is shown (security.md T-18, G16).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from alongside.people.looking.limits import Limits
from alongside.people.looking.rules import Answer, Facts, decide
from alongside.people.looking.signals import Colleague, Day, Seen, Total, signals

PEOPLE_EACH, SEARCHES_EACH = 5, 20  # as often as the product looks at an agent's day again
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HISTORY = 20  # days before, which the medians look at
AGENTS, WEEK = 20, 5
USUAL = Limits()


@dataclass(frozen=True)
class Act:
    """Somebody was looked at, or a question asked that showed so many people."""

    at: datetime
    seen: Seen | None = None
    shown: int = 0


@dataclass(frozen=True)
class Caught:
    """When the first signal came, how many people had been looked at by then, and why; or nothing did."""

    people: int
    minutes: float
    kind: str


def _look(chance: Random, at: datetime, *, contact: bool = False, name: str = "", postcode: str = "") -> Act:
    name = name or f"{chance.random():.12f}"  # in no order
    postcode = postcode or f"PA{chance.randrange(400)} {chance.randrange(9)}AA"
    return Act(at, Seen(at, contact, name, postcode))


def _at(hour: float) -> datetime:
    return MONDAY + timedelta(days=HISTORY * 2, hours=hour)


def harvesters(chance: Random) -> dict[str, list[Act]]:
    """The patterns of security.md T-18, and those that avoid them: each a shift of nine hours at most."""
    names = sorted(f"family{number:04}" for number in range(300))
    return {
        "fast": [_look(chance, _at(9 + number / 120)) for number in range(200)],
        "slow, 135 a day": [_look(chance, _at(8.5 + number / 15)) for number in range(135)],
        "night": [_look(chance, _at(22 + number / 30)) for number in range(40)],
        "two accounts": [_look(chance, _at(9 + number / 4)) for number in range(28)],
        "in order of names": [_look(chance, _at(9 + number / 6), name=names[number]) for number in range(28)],
        "one postcode": [_look(chance, _at(9 + number / 3), postcode="PA1 1AA") for number in range(24)],
        "between real contacts": [
            _look(chance, _at(8.5 + number / 14), contact=number % 2 == 0) for number in range(120)
        ],
        "searching without opening": [Act(_at(9 + number / 20), shown=20) for number in range(160)],
    }


def honest(chance: Random) -> list[Act]:
    """An agent's day: contacts, looks without one, questions before most of them. How many there are of each
    is assumed, not measured: seven looks without a contact on a usual day, three times as many on one day
    in seventy, and one day in ten that goes on until half past nine."""
    contacts, alone = chance.randrange(25, 75), int(chance.lognormvariate(2.0, 0.5))
    hours = 13 if chance.random() < 0.1 else 8
    acts = []
    for number in range(contacts + alone):
        at = _at(8.5 + hours * chance.random())
        if chance.random() < 0.9:
            acts += [Act(at, shown=chance.randrange(1, 20)) for _ in range(chance.randrange(1, 3))]
        acts.append(_look(chance, at, contact=number < contacts))
    return sorted(acts, key=lambda act: act.at)


def replay(
    acts: Iterable[Act], before: list[Total], beside: tuple[Colleague, ...] = (), limits: Limits = USUAL
) -> Caught | None:
    """Go through a day as the house does, until something is unusual or nobody else is shown."""
    looks: list[Seen] = []
    searches = shown = 0
    began: datetime | None = None
    for act in acts:
        began = began or act.at
        if act.seen is None:
            searches, shown = searches + 1, shown + act.shown
            due = searches % SEARCHES_EACH == 0
        else:
            if decide(Facts(day=len(looks), reason_given=True), limits).answer is Answer.STOP:
                return Caught(len(looks), _minutes(began, act.at), "nobody else is shown")
            looks.append(act.seen)
            due = len(looks) % PEOPLE_EACH == 0
        if due and (found := signals(_day(looks, searches, shown, before, beside, limits), limits)):
            return Caught(len(looks), _minutes(began, act.at), found[0].kind)
    last = signals(_day(looks, searches, shown, before, beside, limits), limits)
    return Caught(len(looks), 24 * 60.0, last[0].kind) if last else None


def _day(
    looks: list[Seen],
    searches: int,
    shown: int,
    before: list[Total],
    beside: tuple[Colleague, ...],
    limits: Limits,
) -> Day:
    return Day(_total(looks, searches, shown, limits), looks, before, beside)


def _total(looks: list[Seen], searches: int, shown: int, limits: Limits) -> Total:
    alone = sum(not look.contact for look in looks)
    outside = sum(not limits.opens <= look.at.hour < limits.closes for look in looks)
    return Total(len(looks), alone, outside, searches, shown)


def _minutes(began: datetime, at: datetime) -> float:
    return round((at - began).total_seconds() / 60, 1)


def _totals(chance: Random, days: int) -> list[Total]:
    return [_total_of(honest(chance)) for _ in range(days)]


def _total_of(acts: list[Act]) -> Total:
    looks = [act.seen for act in acts if act.seen is not None]
    searches = [act for act in acts if act.seen is None]
    return _total(looks, len(searches), sum(act.shown for act in searches), Limits())


def measure(seed: int, weeks: int) -> dict[str, object]:
    """How soon each harvester is caught, and how many honest agents of twenty are asked about in a week."""
    chance = Random(seed)
    before = _totals(chance, HISTORY)
    partner = (Colleague("somebody", 28, 28),)
    caught = {
        name: replay(acts, before, partner if name == "two accounts" else ())
        for name, acts in harvesters(chance).items()
    }
    alarms = list(_false_alarms(chance, weeks))
    return {
        "caught": {name: None if one is None else vars(one) for name, one in caught.items()},
        "harvesters": len(caught),
        "caught_in_shift": sum(one is not None and one.minutes <= 9 * 60 for one in caught.values()),
        "honest_agent_days": AGENTS * WEEK * weeks,
        "false_alarms": len(alarms),
        "false_alarms_by_kind": {kind: alarms.count(kind) for kind in sorted(set(alarms))},
        "false_alarms_per_20_agents_a_week": round(len(alarms) / weeks, 2),
    }


def _false_alarms(chance: Random, weeks: int) -> Iterator[str]:
    for _ in range(AGENTS):
        history = _totals(chance, HISTORY)
        for _ in range(WEEK * weeks):
            acts = honest(chance)
            if (found := replay(acts, history)) is not None:
                yield found.kind
            history = [*history[1:], _total_of(acts)]


def run(options: argparse.Namespace) -> int:
    found = measure(options.seed, options.weeks)
    if options.json:
        print(json.dumps(found))
        return 0
    caught: dict[str, dict[str, object] | None] = found["caught"]  # type: ignore[assignment]
    for name, one in caught.items():
        told = "not caught" if one is None else f"{one['people']} people, {one['minutes']} min: {one['kind']}"
        print(f"{name:<28}{told}")
    print(f"Caught within the shift: {found['caught_in_shift']} of {found['harvesters']}.")
    print(
        f"False alarms: {found['false_alarms']} in {found['honest_agent_days']:,} honest days;"
        f" {found['false_alarms_per_20_agents_a_week']} a week among twenty agents."
    )
    return 0
