"""When something is asked: one tree of conditions, evaluated on the server alone.

    {"all": [{"question": "drives", "equals": true},
             {"not": {"question": "fuel", "one_of": ["electric", "hydrogen"]}},
             {"any": [{"question": "bought", "after": "today-365"}, {"question": "keys", "greater": 2}]}]}

A test of one question says its name and one of `TESTS`. What was not answered, or is not asked itself,
passes no test but `{"filled": false}`. Days may be relative to today; amounts are written as people say them
(12.50); of groups and files their number is compared. Inside a group a name means the same row's answer, or
the answer outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

MOST_DEEP, MOST_TESTS = 10, 100

# The tests by name, and what each means in the sentence "… if `name` …".
TESTS = {
    "equals": "is",
    "one_of": "is one of",
    "contains": "contains",
    "filled": "is answered",
    "greater": "is more than",
    "less": "is less than",
    "at_least": "is at least",
    "at_most": "is at most",
    "before": "is before",
    "after": "is after",
}


@dataclass(frozen=True, slots=True)
class Day:
    """A fixed day, or so many days from today."""

    fixed: date | None = None
    days: int = 0

    def on(self, today: date) -> date:
        return self.fixed or today + timedelta(days=self.days)


# What an answer is compared with, and what answers are to conditions: amounts and numbers as decimals, days
# as days, lists of choices as tuples of texts, groups and files as how many there are.
Operand: TypeAlias = str | bool | Decimal | Day | tuple[str, ...]
Fact: TypeAlias = str | bool | Decimal | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Test:
    """One question put to one test."""

    question: str
    test: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition: TypeAlias = Test | All | Any | Not


def holds(condition: Condition | None, facts: Mapping[str, Fact], today: date) -> bool:
    """Whether a condition is met; having none is."""
    if condition is None:
        return True
    if isinstance(condition, All):
        return all(holds(part, facts, today) for part in condition.parts)
    if isinstance(condition, Any):
        return any(holds(part, facts, today) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, facts, today)
    fact = facts.get(condition.question)
    operand = condition.operand.on(today) if isinstance(condition.operand, Day) else condition.operand
    if condition.test == "filled":
        return _filled(fact) is operand
    return _filled(fact) and _TESTS[condition.test](fact, operand)


def asked_for(condition: Condition | None) -> Iterator[str]:
    """The names of the questions that a condition depends on, each as often as it stands there."""
    return (test.question for test in tests(condition))


def tests(condition: Condition | None) -> Iterator[Test]:
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests(condition.part)
    elif condition is not None:
        for part in condition.parts:
            yield from tests(part)


def in_order(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The names so that each comes after what it needs, else in the order they have; in linear time.
    Raises `Circle` where that cannot be."""
    order: list[str] = []
    done: dict[str, bool] = {}  # False while what it needs is looked at
    for start in needs:
        path = [(start, iter(needs[start]))] if start not in done else []
        done.setdefault(start, False)
        while path:
            name, left = path[-1]
            needed = next((one for one in left if one in needs and not done.get(one, False)), None)
            if needed is None:
                if not done[name]:
                    done[name] = True
                    order.append(name)
                path.pop()
            elif needed in done:
                names = [each for each, _ in path]
                raise Circle([*names[names.index(needed) :], needed])
            else:
                done[needed] = False
                path.append((needed, iter(needs[needed])))
    return order


class Circle(ValueError):
    """Things that need each other: `path` begins and ends with the same one."""

    def __init__(self, path: list[str]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


def _filled(fact: Fact) -> bool:
    return (
        fact is not None and fact != "" and fact != () and not (isinstance(fact, Decimal) and fact.is_nan())
    )


def _equals(fact: object, operand: object) -> bool:
    if isinstance(fact, str) and isinstance(operand, str):
        return fact.casefold() == operand.casefold()
    return fact == operand


def _contains(fact: object, operand: object) -> bool:
    if isinstance(fact, tuple):
        return operand in fact
    return isinstance(fact, str) and isinstance(operand, str) and operand.casefold() in fact.casefold()


def _one_of(fact: object, operand: object) -> bool:
    return isinstance(operand, tuple) and any(_equals(fact, one) for one in operand)


def _ordered(decide: Callable[[int], bool]) -> Callable[[object, object], bool]:
    def compare(fact: object, operand: object) -> bool:
        if isinstance(fact, Decimal) and isinstance(operand, Decimal):
            return decide((fact > operand) - (fact < operand))
        if isinstance(fact, date) and isinstance(operand, date):
            return decide((fact > operand) - (fact < operand))
        return False

    return compare


_TESTS: dict[str, Callable[[object, object], bool]] = {
    "equals": _equals,
    "one_of": _one_of,
    "contains": _contains,
    "greater": _ordered(lambda sign: sign > 0),
    "less": _ordered(lambda sign: sign < 0),
    "at_least": _ordered(lambda sign: sign >= 0),
    "at_most": _ordered(lambda sign: sign <= 0),
    "before": _ordered(lambda sign: sign < 0),
    "after": _ordered(lambda sign: sign > 0),
}
