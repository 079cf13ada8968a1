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


def test_what_was_typed_comes_out_as_it_was_typed() -> None:
    typed = form("given_name=+Ann&badge=AX+1%0D%0A%0D%0ABX+2&ward=Elsewhere&help=lift&help=dog").typed()
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
    assert "AX 1\nBX 2" in shown["badge"].as_widget()


def test_errors_stand_at_their_fields_and_the_rest_at_the_top() -> None:
    refused = form("given_name=Ann")
    refused.typed()
    refused.refuse(Misfit({"given_name": "Too short.", "username": "Taken."}))
    assert refused.errors == {"given_name": ["Too short."], "__all__": ["Taken."]}


@pytest.mark.parametrize(("own", "autocomplete"), [(True, "bday"), (False, "off")])
def test_a_browser_fills_in_what_people_type_about_themselves(own: bool, autocomplete: str) -> None:
    widget = form("", own=own).fields["date_of_birth"].widget
    assert widget.attrs["autocomplete"] == autocomplete
