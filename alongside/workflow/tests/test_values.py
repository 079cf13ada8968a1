"""Answers as values of a process."""

from __future__ import annotations

from alongside.forms.answers import Value
from alongside.forms.parsing import parse
from alongside.workflow.telling import told
from alongside.workflow.values import of_answers

FORM = {
    "pages": [
        {
            "title": "All",
            "items": [
                {"type": "text", "name": "street", "label": "Street"},
                {"type": "number", "name": "size", "label": "Size"},
                {"type": "yes_no", "name": "big", "label": "Big?"},
                {
                    "type": "group",
                    "name": "children",
                    "label": "Children",
                    "row": "Child",
                    "items": [{"type": "text", "name": "first", "label": "First name"}],
                },
            ],
        }
    ]
}


def test_answers_become_values_that_conditions_can_ask_for() -> None:
    given: dict[str, Value] = {
        "street": "",
        "size": "12.5",
        "children": ["r1", "r3"],
        "children.r1.first": "A",
        "children.r3.first": "B",
    }
    assert of_answers(parse(FORM), given) == {
        "street": None,
        "size": 12.5,
        "big": None,
        "children": [{"first": "A"}, {"first": "B"}],
    }


def test_values_are_told_in_words() -> None:
    values = {"_form": "x", "b": True, "a": [{"n": 1}, None], "c": "y" * 3_000}
    assert [(name, text[:10]) for name, text in told(values)] == [
        ("a", "n: 1, –"),
        ("b", "yes"),
        ("c", "y" * 10),
        ("_form", "x"),
    ]
