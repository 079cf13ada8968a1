"""Headings of files from every kind of system are understood."""

from __future__ import annotations

import pytest

from alongside.people.fields import STANDARD_FIELDS, Field
from alongside.people.headings import guess


def columns(*headings: str) -> dict[str, tuple[str, ...]]:
    return dict(guess(headings, STANDARD_FIELDS).columns)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Given name", "given_name"),
        ("first_name", "given_name"),
        ("FirstName", "given_name"),
        ("fname_c1", "given_name"),
        ("Forename(s)", "given_name"),
        ("SURNAME", "family_name"),
        ("lname_c1", "family_name"),
        ("Last Name*", "family_name"),
        ("dob", "date_of_birth"),
        ("Date of birth (DD/MM/YYYY)", "date_of_birth"),
        ("customer e-mail", "email"),
        ("E-mail address", "email"),
        ("Phone No.", "telephone"),
        ("Mobile number", "mobile"),
        ("zip_code", "postcode"),
        ("soc_sec_id", "identity_number"),
        ("NHS number", "identity_number"),
        ("rec_id", "external_id"),
        ("Account number", "account_number"),
    ],
)
def test_a_heading_is_understood(heading: str, field: str) -> None:
    assert columns(heading) == {field: (heading,)}


def test_an_address_is_joined_in_the_order_in_which_it_is_written() -> None:
    found = columns("state", "address_1", "suburb", "street_number", "address_2", "postcode")
    assert found == {
        "address": ("street_number", "address_1", "address_2", "suburb", "state"),
        "postcode": ("postcode",),
    }


def test_an_address_in_one_column_is_that_column() -> None:
    assert columns("Address") == {"address": ("Address",)}


def test_a_date_of_birth_in_three_columns_is_one() -> None:
    assert columns("by", "bm", "bd") == {"date_of_birth": ("bd", "bm", "by")}


def test_a_birthday_is_a_whole_date_unless_there_is_a_month_beside_it() -> None:
    assert columns("birthday") == {"date_of_birth": ("birthday",)}
    parts = ("birth_day", "birth_month", "birth_year")
    assert columns(*parts) == {"date_of_birth": parts}


def test_a_part_of_a_date_of_birth_is_none() -> None:
    assert guess(["birth_year"], STANDARD_FIELDS).left == ("birth_year",)


def test_what_is_not_known_is_named_and_so_is_a_second_column_of_one_field() -> None:
    found = guess(["Shoe size", "email", "e-mail", "surname"], STANDARD_FIELDS)
    assert found.left == ("Shoe size", "e-mail")


def test_a_field_of_the_tenants_own_counts_first() -> None:
    fields = [*STANDARD_FIELDS, Field("shoe_size", "Shoe size", "integer"), Field("uprn", "Key")]
    assert dict(guess(["Shoe size", "key"], fields).columns) == {
        "shoe_size": ("Shoe size",),
        "uprn": ("key",),
    }


def test_what_somebody_said_counts_before_everything() -> None:
    found = guess(["a", "b", "surname"], STANDARD_FIELDS, but={"a": "address", "b": "address"})
    assert dict(found.columns) == {"address": ("a", "b"), "family_name": ("surname",)}
