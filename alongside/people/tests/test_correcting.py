"""Typing errors are forgiven: what was meant stands behind what was typed, and says what it is."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.people.models import Tenant
from alongside.people.tests.residents import keep, person, search

pytestmark = pytest.mark.django_db


NUMBERS = {"telephone": "01632 960123", "account_number": "412345678"}


@pytest.fixture
def street(tenant: Tenant) -> Tenant:
    keep(
        [
            person("John", "Smith"),
            person("Sheila", "Montgomery", date_of_birth=date(1980, 3, 12)),
            person(
                "Siobhán", "O'Brien", profile={"telephone": "01632 960123", "account_number": "412345678"}
            ),
            person("Katherine", "Smith-Jones", email="kath.jones34@example.com"),
            person("Zoe", "Young", profile={"address": "12 Acacia Avenue, Plymouth", "postcode": "PL4 8AA"}),
        ]
    )
    return tenant


@pytest.mark.parametrize(
    ("query", "name", "reason"),
    [
        ("Jhon Smyth", "John Smith", "Given name (John), Family name (Smith)"),
        ("smyht john", "John Smith", "Family name (Smith), Given name"),
        ("jonh", "John Smith", "Given name (John)"),
        ("shelagh", "Sheila Montgomery", "Given name (Sheila)"),
        ("montgomrey", "Sheila Montgomery", "Family name (Montgomery)"),
        ("shiela montogmrey", "Sheila Montgomery", "Given name (Sheila), Family name (Montgomery)"),
        ("sheila 12/3/1981", "Sheila Montgomery", "Given name, Date of birth (1980-03-12)"),
        ("montgomery 21/3/1980", "Sheila Montgomery", "Family name, Date of birth (1980-03-12)"),
        ("montgomrey 12/3/1980", "Sheila Montgomery", "Family name (Montgomery), Date of birth"),
        ("mont gomrey", "Sheila Montgomery", "Family name (Montgomery)"),
        ("chevonne obrien", "Siobhán O'Brien", "Given name (Siobhán), Family name"),
        ("01632 960132", "Siobhán O'Brien", "Telephone (01632 960123)"),
        ("0163260123", "Siobhán O'Brien", "Telephone (01632 960123)"),
        ("o'brian 01632 960132", "Siobhán O'Brien", "Family name (O'Brien), Telephone (01632 960123)"),
        ("412345687", "Siobhán O'Brien", "Account number (412345678)"),
        ("katehrine jnoes", "Katherine Smith-Jones", "Given name (Katherine), Family name (Jones)"),
        ("kaht.jones34@example.com", "Katherine Smith-Jones", "E-mail (kath.jones34@example.com)"),
        ("kath.jones34@exmaple.com", "Katherine Smith-Jones", "E-mail (kath.jones34@example.com)"),
        ("kaht.jones34", "Katherine Smith-Jones", "E-mail (kath.jones34@example.com)"),
        ("young plymuoth", "Zoe Young", "Family name, Address (Plymouth)"),
        ("yuong pl4 8ab", "Zoe Young", "Family name (Young), Postcode (PL4 8AA)"),
        ("pl5 8aa", "Zoe Young", "Postcode (PL4 8AA)"),
        ("accacia plymouth", "Zoe Young", "Address (Acacia)"),
    ],
)
def test_whoever_was_meant_is_found_and_it_says_by_what(
    street: Tenant, query: str, name: str, reason: str
) -> None:
    assert [(one.name, one.reason) for one in search(street, query)] == [(name, reason)]


@pytest.mark.parametrize("query", ["Jhon Smyth", "smyht", "01632 960132", "12/3/1981"])
def test_a_question_meant_literally_is_not_corrected(street: Tenant, query: str) -> None:
    assert search(street, query, literally=True) == []


def test_what_was_typed_comes_before_what_may_have_been_meant(tenant: Tenant) -> None:
    keep([person("Jon", "Smyth"), person("John", "Smith"), person("Joan", "Smyth")])
    found = [(one.name, one.reason) for one in search(tenant, "jon smyth")]
    assert found[0] == ("Jon Smyth", "Given name, Family name")
    assert sorted(found[1:]) == [
        ("Joan Smyth", "Given name (Joan), Family name"),
        ("John Smith", "Given name (John), Family name (Smith)"),
    ]


def test_nothing_is_corrected_where_enough_are_called_as_was_typed(tenant: Tenant) -> None:
    keep(person(f"Jon{letter}", "Smyth") for letter in "abcde")
    keep([person("John", "Smith")])
    assert {one.family_name for one in search(tenant, "smyth")} == {"Smyth"}


def test_a_number_that_was_found_is_not_corrected(tenant: Tenant) -> None:
    keep(
        [
            person("Ann", "Brown", profile={"telephone": "01632 960123"}),
            person("Ben", "Green", profile={"telephone": "01632 960124"}),
        ]
    )
    assert [one.name for one in search(tenant, "01632 960123")] == ["Ann Brown"]


def test_several_names_that_may_have_been_meant_are_shown_in_turn(tenant: Tenant) -> None:
    keep(person(f"Ann{number}", family) for family in ("Marten", "Martin") for number in range(30))
    found = [one.family_name for one in search(tenant, "martan")]
    assert len(found) == 20
    assert {"Marten", "Martin"} == set(found)


def test_a_field_private_to_others_is_not_corrected_to(tenant: Tenant) -> None:
    keep([person("Ann", "Brown", profile={"telephone": "01632 960123"})])
    assert search(tenant, "01632 960132", only_field="mobile") == []
    assert [one.name for one in search(tenant, "01632 960132", only_field="telephone")] == ["Ann Brown"]


def test_however_misspelt_a_question_is_a_few_statements_long(street: Tenant) -> None:
    with CaptureQueriesContext(connection) as said:
        assert search(street, "qxzjv wkqpy zzkfj 9876543 pl9 9zz nobody@nowhere.example") == []
    assert len(said) <= 20
