from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from alongside.people.looking.limits import Limits
from alongside.people.looking.signals import Colleague, Day, Seen, Signal, Total, signals

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
MIXED = ["moss", "archer", "young", "bell", "tregenza", "adams", "zimmer", "cole", "quayle", "dunn", "price"]


def looks(
    names: Sequence[str], *, minutes: float = 4, contact: bool = False, postcode: str = ""
) -> list[Seen]:
    """One after the other, so many minutes apart."""
    return [
        Seen(NINE + timedelta(minutes=minutes) * number, contact, name, postcode)
        for number, name in enumerate(names)
    ]


def kinds(day: Day) -> list[str]:
    return [signal.kind for signal in signals(day, Limits())]


def many(people: int, days: int = 20, **more: int) -> list[Total]:
    return [Total(people, **more) for _ in range(days)]


ALPHABET = [f"smith {letter}" for letter in "abcdefghijklmnop"]

QUIET = [
    Day(Total()),
    Day(Total(people=29, without_contact=29)),
    Day(Total(people=90, without_contact=10), before=many(40)),
    Day(Total(people=119), before=many(40)),
    Day(Total(people=500), before=many(40, days=9)),  # too few days for a median
    Day(Total(people=29), before=many(2)),  # three times next to nothing is next to nothing
    Day(Total(people=9, without_contact=9, outside=9)),
    Day(Total(people=40, without_contact=9, outside=40), before=many(40)),  # a late shift, with callers
    Day(
        Total(people=20, without_contact=20, outside=20), before=many(20, days=5, outside=20)
    ),  # works at night
    Day(Total(people=11), looks=looks(ALPHABET[:11])),
    Day(Total(people=16), looks=looks(ALPHABET, contact=True)),
    Day(Total(people=11), looks=looks(MIXED * 2)),
    Day(Total(people=12), looks=looks(["smith ann"] * 12)),  # namesakes, one after the other
    Day(Total(people=7), looks=looks(MIXED[:7], postcode="PL4 7AB")),
    Day(Total(people=9), looks=looks(MIXED[:9], minutes=0.2)),
    Day(Total(people=11), looks=looks(MIXED, minutes=0.6)),
    Day(Total(people=12, searches=59)),
    Day(Total(people=13, searches=64)),
    Day(Total(people=20, without_contact=20), beside=[Colleague("Mia", 9, 9)]),
    Day(Total(people=20, without_contact=20), beside=[Colleague("Mia", 40, 12)]),  # she works
    Day(Total(people=50, without_contact=20), beside=[Colleague("Mia", 20, 20)]),
    Day(Total(people=20, shown=999), before=many(20, shown=100)),
    Day(Total(people=20, shown=1200), before=many(20, shown=500)),
]


@pytest.mark.parametrize("day", QUIET)
def test_ordinary_days_give_no_signal(day: Day) -> None:
    assert kinds(day) == []


UNUSUAL = [
    (
        Day(Total(people=80, without_contact=30)),
        Signal("alone", "looked at 30 people without a contact; 30 in a day are unusual"),
    ),
    (
        Day(Total(people=120), before=many(40, days=10)),
        Signal("median", "looked at 120 people; on 10 days before, the median was 40"),
    ),
    (
        Day(Total(people=10, without_contact=10, outside=10), before=many(40)),
        Signal(
            "outside",
            "looked at 10 people before 7:00 or after 20:00; "
            "on 0 of 20 days before they worked at such hours",
        ),
    ),
    (
        Day(Total(people=12), looks=looks(ALPHABET[:12])),
        Signal("rising", "looked at 12 people one after the other in the order of their names"),
    ),
    (
        Day(Total(people=8), looks=looks(MIXED[:8], postcode="PL4 7AB")),
        Signal("neighbours", "looked at 8 people of the postcode PL4 7AB without a contact"),
    ),
    (
        Day(Total(people=10), looks=looks(MIXED[:10], minutes=0.5)),
        Signal("burst", "looked at 10 people without a contact within five minutes"),
    ),
    (
        Day(Total(people=20, without_contact=15), beside=[Colleague("Mia Low", 20, 15)]),
        Signal(
            "two",
            "looked at 15 people without a contact and Mia Low, from the same network, at 15: together 30; "
            "30 are unusual",
        ),
    ),
    (
        Day(Total(people=12, searches=60)),
        Signal("searches", "searched 60 times and opened 12 people"),
    ),
    (
        Day(Total(people=20, shown=1500), before=many(20, shown=500)),
        Signal("shown", "was shown about 1,500 people in results; on 20 days before, the median was 500"),
    ),
]


@pytest.mark.parametrize(("day", "signal"), UNUSUAL, ids=[signal.kind for _, signal in UNUSUAL])
def test_an_unusual_day_says_why_with_its_numbers(day: Day, signal: Signal) -> None:
    assert signals(day, Limits()) == [signal]


def test_limits_are_the_tenants() -> None:
    day = Day(Total(people=5, without_contact=5))
    assert signals(day, Limits(alone=6)) == []
    assert [signal.kind for signal in signals(day, Limits(alone=5))] == ["alone"]
