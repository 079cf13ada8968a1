"""Reading conditions as `conditions` shows them; what their names stand for is looked at in `wiring`."""

from __future__ import annotations

from decimal import Decimal

from alongside.forms.conditions import (
    MOST_DEEP,
    MOST_TESTS,
    TESTS,
    All,
    Any,
    Condition,
    Not,
    Operand,
    Test,
    tests,
)
from alongside.forms.place import SHORT, Place

_NUMBERS = ("greater", "less", "at_least", "at_most")


def condition(place: Place, key: str) -> Condition | None:
    """The condition under a key, if there is one."""
    if place.mapping.get(key) is None:
        return None
    read = _node(place.inside(key), 1)
    if sum(1 for _ in tests(read)) > MOST_TESTS:
        place.problem(key, f"may hold at most {MOST_TESTS} tests.")
    return read


def _node(place: Place, depth: int) -> Condition | None:
    if depth > MOST_DEEP:
        place.problems.append(f"{place.path}: is nested more than {MOST_DEEP} deep.")
        return None
    joined = [key for key in ("all", "any", "not") if key in place.mapping]
    if not joined:
        return _test(place)
    place.demand_keys((joined[0],))
    if joined[0] == "not":
        part = _node(place.inside("not"), depth + 1)
        return Not(part) if part else None
    parts = [_node(each, depth + 1) for each in place.each(joined[0], at_least=1, at_most=MOST_TESTS)]
    whole = tuple(part for part in parts if part)
    return All(whole) if joined[0] == "all" else Any(whole)


def _test(place: Place) -> Test | None:
    if not place.mapping:
        if isinstance(place.source, dict):
            place.problems.append(f"{place.path}: is empty: say all, any, not, or a question and a test.")
        return None
    place.demand_keys(("question", *TESTS))
    question = place.text("question", SHORT, required=True)
    said = [test for test in TESTS if test in place.mapping]
    if len(said) != 1:
        place.problems.append(f"{place.path}: needs exactly one of {', '.join(TESTS)}.")
        return None
    operand = _operand(place, said[0])
    return None if operand is None or not question else Test(question, said[0], operand)


def _operand(place: Place, test: str) -> Operand | None:
    value = place.mapping[test]
    if test in _NUMBERS:
        return place.number(test)
    if test in ("before", "after"):
        return place.day(test)
    if test == "filled":
        return value if isinstance(value, bool) else _wrong(place, test, "true or false")
    if test == "one_of":
        texts = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
        return tuple(value) if isinstance(value, list) and texts else _wrong(place, test, "a list of texts")
    if test == "equals" and isinstance(value, bool):
        return value
    if test == "equals" and isinstance(value, int | float | Decimal):
        return place.number(test)
    return place.text(test, SHORT, required=True) or None


def _wrong(place: Place, key: str, called: str) -> Operand | None:
    place.problem(key, f"must be {called}.")
    return None
