from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from alongside.people.describing import BECOMES, Description, cleaned, misfits, name_from
from alongside.people.models import FieldType

TYPES = {value: str(label) for value, label in FieldType.choices}


@dataclass
class Field:
    type: str = "text"
    name: str = "badge"
    several: bool = False
    is_column: bool = False


def test_texts_are_kept_without_stray_space_and_empty_choices() -> None:
    described = Description("  Badge \n number ", "choice", " On  the card ", (" Drake ", "", "  ", "Stoke"))
    assert cleaned(described) == Description("Badge number", "choice", "On the card", ("Drake", "Stoke"))


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, {}),
        ({"label": ""}, {"label": "Give the field a label."}),
        ({"label": "x" * 101}, {"label": "Use at most 100 characters."}),
        ({"label": "a\x00b"}, {"label": "This holds characters that cannot be kept."}),
        ({"hint": "x" * 301}, {"hint": "Use at most 300 characters."}),
        ({"type": "colour"}, {"type": "Choose one of the list."}),
        ({"type": "choice"}, {"choices": "List what there is to choose from, one on each line."}),
        ({"type": "choice", "choices": ("a", "b", "a")}, {"choices": "“a” is listed twice."}),
        (
            {"type": "choice", "choices": ("x" * 101,)},
            {"choices": "A choice is text of at most 100 characters."},
        ),
        ({"type": "choice", "choices": tuple(map(str, range(201)))}, {"choices": "List at most 200."}),
        (
            {"choices": ("a",)},
            {"choices": "Only a choice has a list. Choose that type, or empty the list."},
        ),
        (
            {"type": "date", "multi_line": True},
            {"multi_line": "Only text can have several lines; an address has them anyway."},
        ),
        (
            {"label": "", "type": "choice"},
            {
                "label": "Give the field a label.",
                "choices": "List what there is to choose from, one on each line.",
            },
        ),
    ],
)
def test_what_cannot_be_said_of_a_field(said: dict[str, Any], wrong: dict[str, str]) -> None:
    assert misfits(replace(Description("Badge"), **said), TYPES) == wrong


@pytest.mark.parametrize("was", TYPES)
@pytest.mark.parametrize("becomes", TYPES)
def test_a_type_becomes_only_one_that_every_value_fits(was: str, becomes: str) -> None:
    choices = ("a",) if becomes == "choice" else ()
    wrong = misfits(Description("Badge", becomes, choices=choices), TYPES, Field(was))
    assert bool(wrong) == (was != becomes and becomes not in BECOMES.get(was, ()))
    if wrong:
        assert wrong["type"].startswith(f"What is kept as {TYPES[was].lower()} would not fit")


@pytest.mark.parametrize(
    ("present", "said", "wrong"),
    [
        (
            Field(several=True),
            {},
            {"several": "Somebody may have several values. Define another field for one."},
        ),
        (Field(), {"several": True}, {}),
        (
            Field(is_column=True),
            {"several": True},
            {"several": "Every house has this field, with one value."},
        ),
        (Field(is_column=True), {"type": "address"}, {"type": "Every house has this field, and as it is."}),
        (Field(is_column=True), {"label": "First name", "required": True}, {}),
    ],
)
def test_what_a_field_cannot_become(present: Field, said: dict[str, Any], wrong: dict[str, str]) -> None:
    assert misfits(replace(Description("Badge"), **said), TYPES, present) == wrong


@pytest.mark.parametrize(
    ("label", "taken", "name"),
    [
        ("Badge number", (), "badge_number"),
        ("Badge number", ("badge_number", "badge_number_2"), "badge_number_3"),
        ("Größe (cm)", (), "groe_cm"),
        ("住所", (), "field"),
        ("q", (), "q_2"),
        ("Row", (), "row_2"),
        ("x" * 80, (), "x" * 36),
    ],
)
def test_a_name_is_made_of_the_label(label: str, taken: tuple[str, ...], name: str) -> None:
    assert name_from(label, taken) == name
