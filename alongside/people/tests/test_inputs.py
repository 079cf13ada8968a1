from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from alongside.people.checking import Misfit
from alongside.people.inputs import ProfileForm
from alongside.people.models import Person, ProfileField

FIELDS = [
    ProfileField(name="given_name", label="Given name"),
    ProfileField(name="date_of_birth", label="Date of birth", type="date"),
    ProfileField(name="badge", label="Badges", several=True),
    ProfileField(name="ward", label="Ward", type="choice", choices=["Drake", "Stoke"]),
    ProfileField(name="help", label="Help", type="choice", choices=["lift", "sign"], several=True),
    ProfileField(name="height", label="Height", type="number", required=True),
]


def form(typed: str, **options: Any) -> ProfileForm:
    return ProfileForm(FIELDS, QueryDict(typed), **options)


def rows(form: ProfileForm) -> Any:
    """What stands in the rows of the field that has several values."""
    widget: Any = form.fields["badge"].widget
    return widget.shown(form["badge"].value())


def test_what_was_typed_comes_out_as_it_was_typed() -> None:
    typed = form("given_name=+Ann&badge=AX+1&badge=&badge=BX+2&ward=Elsewhere&help=lift&help=dog").typed()
    assert typed == {
        "given_name": " Ann",
        "badge": ["AX 1", "BX 2"],
        "ward": "Elsewhere",
        "help": ["lift", "dog"],
    }


def test_a_control_that_was_not_sent_is_left_alone_but_for_boxes_of_which_none_is_ticked() -> None:
    assert form("given_name=Ann").typed() == {"given_name": "Ann", "help": []}


def test_what_is_stored_is_shown_as_one_types_it() -> None:
    person = Person(given_name="Ann", profile={"badge": ["AX 1", "BX 2"], "height": 1.7})
    shown = ProfileForm(FIELDS, person=person)
    assert shown["given_name"].value() == "Ann"
    assert shown["height"].value() == "1.7"
    assert rows(shown) == ["AX 1", "BX 2"]


def test_errors_stand_at_their_fields_and_the_rest_at_the_top() -> None:
    refused = form("given_name=Ann")
    refused.typed()
    refused.refuse(Misfit({"given_name": "Too short.", "username": "Taken."}))
    assert refused.errors == {"given_name": ["Too short."], "__all__": ["Taken."]}


@pytest.mark.parametrize(("own", "autocomplete"), [(True, "bday"), (False, "off")])
def test_a_browser_fills_in_what_people_type_about_themselves(own: bool, autocomplete: str) -> None:
    widget = form("", own=own).fields["date_of_birth"].widget
    assert widget.attrs["autocomplete"] == autocomplete


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("badge=AX+1&row=add:badge", ["AX 1", ""]),
        ("badge=&row=add:badge", ["", ""]),
        ("badge=AX+1&badge=BX+2&badge=CX+3&row=remove:badge:1", ["AX 1", "CX 3"]),
        ("badge=AX+1&row=remove:badge:0", [""]),
        ("badge=AX+1&row=remove:badge:7", ["AX 1"]),
        ("badge=AX+1&row=remove:badge:x", ["AX 1"]),
        ("badge=AX+1&row=what", ["AX 1"]),
    ],
)
def test_a_row_more_or_less_is_a_button_that_saves_nothing(typed: str, shown: list[str]) -> None:
    changed = form(f"given_name=Ann&{typed}")
    assert (changed.changes_rows, rows(changed), changed["given_name"].value()) == (True, shown, "Ann")


def test_a_choice_that_is_no_longer_offered_is_shown_to_whoever_has_it() -> None:
    person = Person(given_name="Ann", profile={"ward": "Ham", "help": ["lift", "guide"]})
    shown = ProfileForm(FIELDS, person=person)
    assert [label for _, label in shown["ward"].field.widget.choices] == [
        "Choose",
        "Drake",
        "Stoke",
        "Ham (no longer offered)",
    ]
    assert [label for _, label in shown["help"].field.widget.choices] == [
        "lift",
        "sign",
        "guide (no longer offered)",
    ]


def test_one_value_stands_in_a_row_where_there_may_be_several_now() -> None:
    assert rows(ProfileForm(FIELDS, person=Person(profile={"badge": "AX 1"}))) == ["AX 1"]
