"""What conditions ask for: it must be there, fit the test, and not lead in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from alongside.forms import keys
from alongside.forms.conditions import All, Circle, Condition, Test, asked_for, in_order, tests
from alongside.forms.schema import Definition, Item, Kind, Question


def problems(definition: Definition) -> list[str]:
    """What is wrong with the conditions of a definition, each with its place."""
    questions = {question.name: question for question in definition.every}
    groups = {inner.name: group.name for group in definition.questions for inner in group.questions}
    found: list[str] = []
    for spot in _spots(definition):
        found.extend(f"{spot.path}.condition: {problem}" for problem in _problems_at(spot, questions, groups))
    if found:
        return found
    try:
        order(definition)
    except Circle as circle:
        return [f"pages: conditions ask in a circle: {circle}."]
    return []


def order(definition: Definition) -> tuple[str, ...]:
    """Pages (as `page 1`) and questions, each after what decides whether it is asked. Raises `Circle`."""
    needs: dict[str, list[str]] = {}
    for number, page in enumerate(definition.pages, 1):
        needs[page_node(number)] = list(asked_for(page.condition))
        for question in page.questions:
            needs[question.name] = [page_node(number), *asked_for(question.condition)]
            for inner in question.questions:
                needs[inner.name] = [question.name, *asked_for(inner.condition)]
    return tuple(in_order(needs))


def page_node(number: int) -> str:
    return f"page {number}"


@dataclass(frozen=True)
class _Spot:
    """Where a condition stands; `group` is the one whose rows it is in."""

    path: str
    condition: Condition
    group: str = ""


def _spots(definition: Definition) -> Iterator[_Spot]:
    for number, page in enumerate(definition.pages):
        path = f"pages[{number}]"
        if page.condition:
            yield _Spot(path, page.condition)
        for place, item in enumerate(page.items):
            yield from _item_spots(f"{path}.items[{place}]", item, "")


def _item_spots(path: str, item: Item, group: str) -> Iterator[_Spot]:
    if item.condition:
        yield _Spot(path, item.condition, group)
    if isinstance(item, Question):
        for place, inner in enumerate(item.items):
            yield from _item_spots(f"{path}.items[{place}]", inner, item.name)


def _problems_at(spot: _Spot, questions: dict[str, Question], groups: dict[str, str]) -> Iterator[str]:
    for test in tests(spot.condition):
        question = questions.get(test.question)
        if question is None:
            yield f"asks for {test.question}, which is no question of this form."
        elif groups.get(test.question, spot.group) != spot.group:
            yield (
                f"asks for {test.question}, which is asked in each row of {groups[test.question]}: "
                "ask for the group itself, or inside of it."
            )
        elif problem := _misfit(test, question):
            yield problem
    if problem := _contradiction(spot.condition):
        yield problem


def _misfit(test: Test, question: Question) -> str:
    possible = keys.TESTS[question.kind]
    if test.test not in possible:
        return f"{test.question} cannot be put to {test.test}; possible are {', '.join(possible)}."
    operand = test.operand
    if test.test == "equals":
        wanted: tuple[type, str] = (str, "a text")
        if question.kind is Kind.YES_NO:
            wanted = (bool, "true or false")
        elif "greater" in possible:
            wanted = (Decimal, "a number")
        if not isinstance(operand, wanted[0]):
            return f"{test.question} can only equal {wanted[1]}."
    if test.test == "one_of" and not isinstance(operand, tuple):
        return f"{test.question} needs a list."
    if question.choices and test.test != "filled":
        asked = operand if isinstance(operand, tuple) else (operand,)
        values = [choice.value for choice in question.choices]
        for one in asked:
            if one not in values:
                return f"{one} is none of the choices of {test.question}."
    return ""


def _contradiction(condition: Condition) -> str:
    """One answer cannot equal two things at once, nor be answered and not."""
    if not isinstance(condition, All):
        return ""
    equal: dict[tuple[str, str], object] = {}
    for part in condition.parts:
        if isinstance(part, Test) and part.test in ("equals", "filled"):
            before = equal.setdefault((part.question, part.test), part.operand)
            if before != part.operand:
                return f"contradicts itself: {part.question} cannot be both."
    return ""
