"""When something is asked, and which conditions a definition may not have."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

from alongside.forms import parsing
from alongside.forms.answers import Value
from alongside.forms.asking import asked
from alongside.forms.schema import BadDefinition

TODAY = date(2026, 11, 22)
QUESTIONS: list[dict[str, Any]] = [
    {"type": "yes_no", "name": "drives", "label": "D"},
    {"type": "text", "name": "town", "label": "T"},
    {"type": "integer", "name": "cars", "label": "C"},
    {"type": "money", "name": "rent", "label": "R"},
    {"type": "date", "name": "moved", "label": "M"},
    {"type": "choice", "name": "fuel", "label": "F",
     "choices": [{"value": one, "label": one} for one in ("petrol", "diesel", "sun")]},
    {"type": "choices", "name": "bins", "label": "B",
     "choices": [{"value": one, "label": one} for one in ("food", "paper")]},
    {"type": "group", "name": "children", "label": "G", "row": "Child", "items": [
        {"type": "text", "name": "child", "label": "N"},
        {"type": "date_of_birth", "name": "born", "label": "B"},
        {"type": "text", "name": "school", "label": "S", "condition": {"all": [
            {"question": "born", "before": "today-1461"}, {"question": "town", "equals": "Port Alder"}]}}]},
]  # fmt: skip


def definition(condition: object) -> dict[str, Any]:
    last = {"type": "text", "name": "asked", "label": "A", "condition": condition}
    return {"pages": [{"title": "P", "items": [*QUESTIONS, last]}]}


def is_asked(condition: object, **values: Value) -> bool:
    return "asked" in asked(parsing.parse(definition(condition)), values, TODAY).shown


@pytest.mark.parametrize(
    ("condition", "values", "holds"),
    [
        ({"question": "drives", "equals": True}, {"drives": True}, True),
        ({"question": "drives", "equals": True}, {"drives": False}, False),
        ({"question": "drives", "equals": True}, {}, False),
        ({"not": {"question": "drives", "equals": True}}, {}, True),
        ({"question": "town", "equals": "port alder"}, {"town": "Port Alder"}, True),
        ({"question": "town", "contains": "alder"}, {"town": "Port Alder"}, True),
        ({"question": "town", "one_of": ["A", "B"]}, {"town": "B"}, True),
        ({"question": "town", "filled": True}, {"town": ""}, False),
        ({"question": "town", "filled": False}, {"town": ""}, True),
        ({"question": "cars", "greater": 2}, {"cars": 3}, True),
        ({"question": "cars", "greater": 2}, {"cars": 2}, False),
        ({"question": "cars", "at_least": 2}, {"cars": 2}, True),
        ({"question": "cars", "at_most": 2}, {"cars": 2}, True),
        ({"question": "cars", "less": 2}, {"cars": None}, False),
        ({"question": "cars", "equals": 0}, {"cars": 0}, True),
        ({"question": "rent", "greater": "12.49"}, {"rent": 1250}, True),
        ({"question": "rent", "greater": "12.49"}, {"rent": "12.50"}, True),
        ({"question": "moved", "after": "today-30"}, {"moved": "2026-11-01"}, True),
        ({"question": "moved", "after": "today-30"}, {"moved": "2026-10-01"}, False),
        ({"question": "moved", "before": "2026-01-01"}, {"moved": "2025-12-31"}, True),
        ({"question": "fuel", "one_of": ["petrol", "diesel"]}, {"fuel": "diesel"}, True),
        ({"question": "bins", "contains": "food"}, {"bins": ["paper", "food"]}, True),
        ({"question": "children", "at_least": 2}, {"children": ["a", "b"]}, True),
        ({"question": "children", "filled": True}, {"children": []}, False),
        ({"any": [{"question": "drives", "equals": True}, {"question": "town", "filled": True}]},
         {"town": "X"}, True),
        ({"all": [{"question": "drives", "equals": True}, {"question": "town", "filled": True}]},
         {"town": "X"}, False),
    ],
)  # fmt: skip
def test_when_something_is_asked(condition: object, values: dict[str, Value], holds: bool) -> None:
    assert is_asked(condition, **values) is holds


def test_in_a_row_a_name_means_the_same_row_or_the_answer_outside() -> None:
    values: dict[str, Value] = {
        "town": "Port Alder", "children": ["a", "b"],
        "children.a.born": "2015-01-01", "children.b.born": "2026-01-01",
    }  # fmt: skip
    parsed = parsing.parse(definition({"question": "town", "filled": True}))

    def in_rows(values: dict[str, Value]) -> set[str]:
        return {name for name in asked(parsed, values, TODAY).shown if name.endswith(".school")}

    assert in_rows(values) == {"children.a.school"}
    assert in_rows(values | {"town": "Elsewhere"}) == set()


def test_what_is_not_asked_counts_as_unanswered_for_what_comes_after() -> None:
    source = {"pages": [
        {"title": "A", "items": [{"type": "yes_no", "name": "a", "label": "A"}]},
        {"title": "B", "condition": {"question": "a", "equals": True},
         "items": [{"type": "yes_no", "name": "b", "label": "B"}]},
        {"title": "C", "condition": {"question": "b", "equals": True},
         "items": [{"type": "text", "name": "c", "label": "C"}]}]}  # fmt: skip
    parsed = parsing.parse(source)

    pages = [asked(parsed, {"a": a, "b": True, "c": "x"}, TODAY).pages for a in (True, False)]

    assert pages == [[1, 2, 3], [1]]


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ({}, ".condition: is empty: say all, any, not, or a question and a test."),
        ([], ".condition: must be an object."),
        ({"question": "town"}, ".condition: needs exactly one of equals, one_of, contains, filled, greater, "
         "less, at_least, at_most, before, after."),
        ({"question": "nobody", "filled": True}, ".condition: asks for nobody, which is no question of this "
         "form."),
        ({"question": "child", "filled": True}, ".condition: asks for child, which is asked in each row of "
         "children: ask for the group itself, or inside of it."),
        ({"question": "town", "greater": 1}, ".condition: town cannot be put to greater; possible are "
         "filled, equals, one_of, contains."),
        ({"question": "drives", "equals": "yes"}, ".condition: drives can only equal true or false."),
        ({"question": "fuel", "equals": "coal"}, ".condition: coal is none of the choices of fuel."),
        ({"question": "moved", "before": "soon"}, ".condition.before: must be a day such as 2026-11-22, "
         "today, today-30 or today+14."),
        ({"all": []}, ".condition.all: is empty."),
        ({"all": [{"question": "town", "filled": True}], "any": []}, ".condition.any: is not known here; "
         "known are all."),
        ({"all": [{"question": "town", "equals": "A"}, {"question": "town", "equals": "B"}]},
         ".condition: contradicts itself: town cannot be both."),
        ({"question": "asked", "filled": True}, None),
    ],
)  # fmt: skip
def test_what_a_condition_may_not_say(condition: object, problem: str | None) -> None:
    with pytest.raises(BadDefinition) as bad:
        parsing.parse(definition(condition))

    if problem is None:
        assert bad.value.problems == ["pages: conditions ask in a circle: asked → asked."]
    else:
        assert bad.value.problems[0] == f"pages[0].items[8]{problem}"


def test_a_circle_is_named_with_its_path() -> None:
    source = {"pages": [
        {"title": "A", "condition": {"question": "b", "filled": True},
         "items": [{"type": "text", "name": "a", "label": "A"}]},
        {"title": "B", "items": [
            {"type": "text", "name": "b", "label": "B", "condition": {"question": "a", "filled": True}}]},
    ]}  # fmt: skip
    with pytest.raises(BadDefinition) as bad:
        parsing.parse(source)

    assert bad.value.problems == ["pages: conditions ask in a circle: page 1 → b → a → page 1."]


def test_nesting_without_end_is_refused() -> None:
    deep: object = {"question": "town", "filled": True}
    for _ in range(40):
        deep = {"not": deep}
    with pytest.raises(BadDefinition, match="is nested more than 10 deep"):
        parsing.parse(definition(deep))


def test_five_hundred_questions_in_a_chain_are_asked_in_a_moment() -> None:
    chain = [
        {"type": "text", "name": f"q{n}", "label": "Q"}
        | ({"condition": {"question": f"q{n - 1}", "filled": True}} if n else {})
        for n in range(500)
    ]
    pages = [{"title": "P", "items": chain[at : at + 50]} for at in range(0, 500, 50)]
    parsed = parsing.parse({"pages": pages})
    values: dict[str, Value] = {f"q{n}": "x" for n in range(500)}
    asked(parsed, values, TODAY)

    started = time.perf_counter()
    asking = asked(parsed, values, TODAY)

    assert len(asking.shown) == 500
    assert time.perf_counter() - started < 0.25  # a few milliseconds; a slow machine is forgiven
