"""Who may be the same person is proposed, weighed and explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.lib import tenancy
from alongside.people.matches import Match, likely
from alongside.people.models import ProfileField, Segment
from alongside.people.queries import plain
from tests.council import resident
from tests.council import setup as setup
from tests.council import tenant as tenant

pytestmark = pytest.mark.django_db

ANN: dict[str, Any] = {
    "given_name": "Ann",
    "family_name": "Smith",
    "date_of_birth": date(1980, 3, 12),
    "telephone": "01632 960123",
    "email": "ann.smith@example.com",
    "address": "12 Acacia Avenue, Plymouth",
    "postcode": "PL4 8AA",
}


@pytest.fixture(autouse=True)
def _people(setup: Acting) -> None:
    """Ann, her husband and her sister at the same address, a namesake, and somebody else."""
    at_home = {name: ANN[name] for name in ("telephone", "address", "postcode")}
    resident(setup, **ANN)
    resident(setup, "Paul", "Smith", date_of_birth=date(1978, 11, 30), **at_home)
    resident(setup, "Jane", "Smith", date_of_birth=date(1983, 6, 2), **at_home)
    resident(setup, "Ann", "Smith", date_of_birth=date(1951, 1, 7), postcode="EX1 1AA")
    resident(setup, "Bo", "Larsen", date_of_birth=date(1990, 5, 5))


def like(**values: object) -> list[Match]:
    fields = plain(ProfileField.objects.all())
    return likely(tenancy.current(), values, fields=fields, segments=None)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({}, "same surname"),
        ({"family_name": "Smyth"}, "surname one letter different or said alike"),
        ({"given_name": "Nancy"}, "given name is a form of the other"),
        ({"given_name": "A"}, "given name is a form of the other"),
        ({"given_name": "Smith", "family_name": "Ann"}, "given name and surname changed over"),
        ({"date_of_birth": "3/12/1980"}, "date of birth one digit different or changed over"),
        ({"date_of_birth": "12 3 1981"}, "date of birth one digit different or changed over"),
        ({"telephone": "+44 1632 960124"}, "telephone one digit different"),
        ({"email": "ann.smith@exmple.com"}, "e-mail one letter different"),
        ({"postcode": "PL4 8AB"}, "postcode one letter different"),
        ({"address": "12 Acacia Ave Plymouth"}, "same address"),
        ({"family_name": "Baker"}, "another surname"),
        ({"address": "3 Elm Road, Exeter", "postcode": "EX4 4QQ", "telephone": ""}, "another address"),
    ],
)
def test_the_same_person_comes_first_with_what_is_different_said(
    typed: dict[str, object], reason: str
) -> None:
    found = like(**{**ANN, **typed})
    assert found[0].person.email == ANN["email"]
    assert reason in found[0].reasons
    assert found[0].score > 0.9


def test_people_of_one_household_are_not_one_person() -> None:
    others = [match for match in like(**ANN) if match.person.given_name in ("Paul", "Jane")]
    assert all(match.score < 0.5 for match in others)


def test_a_namesake_of_another_age_elsewhere_is_not_likely() -> None:
    scores = {match.person.date_of_birth: match.score for match in like(**ANN)}
    assert scores.get(date(1951, 1, 7), 0.0) < 0.2


def test_nobody_is_proposed_for_nothing() -> None:
    assert like() == []
    assert like(given_name="", family_name="") == []


def test_what_is_private_to_other_segments_neither_helps_nor_shows(setup: Acting) -> None:
    fields = plain(ProfileField.objects.all())
    assert likely(tenancy.current(), ANN, fields=fields, segments=[999_999]) == []
    hidden = [replace(field, segment=999_999) if field.name == "email" else field for field in fields]
    mine = list(Segment.objects.values_list("pk", flat=True))
    assert likely(tenancy.current(), {"email": ANN["email"]}, fields=fields, segments=mine) != []
    assert likely(tenancy.current(), {"email": ANN["email"]}, fields=hidden, segments=mine) == []
