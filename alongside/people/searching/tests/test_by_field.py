"""Fields asked by name within a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.fields import STANDARD_FIELDS, Field
from alongside.people.searching.by_field import split

FIELDS = (*STANDARD_FIELDS, Field("badge", "Blue badge (number)"), Field("name", "Name at birth"))


@pytest.mark.parametrize(
    ("query", "everywhere", "by_field"),
    [
        ("smith", "smith", {}),
        ("postcode:PL4", "", {"postcode": "PL4"}),
        ("telephone: 960 123", "", {"telephone": "960 123"}),
        ("smith postcode:PL4", "smith", {"postcode": "PL4"}),
        ("Postcode:PL4 Family Name: smith", "", {"postcode": "PL4", "family_name": "smith"}),
        ("family_name:smith", "", {"family_name": "smith"}),
        ('telephone:"960 123" smith', "smith", {"telephone": "960 123"}),
        ('"date of birth": 12/3/1980', "", {"date_of_birth": "12/3/1980"}),
        ("blue badge (number): 12", "", {"badge": "12"}),
        ("given name: ann", "", {"given_name": "ann"}),
        ("name: ann", "", {"name": "ann"}),
        ("shoe size: 44", "shoe size: 44", {}),
        ("myemail: x", "myemail: x", {}),
        ("postcode:", "", {"postcode": ""}),
        ("telephone: 960 telephone: 123", "", {"telephone": "960 123"}),
        ('postcode:"PL4', "", {"postcode": "PL4"}),
        ("tel:01632960123", "tel:01632960123", {}),
        ("", "", {}),
    ],
)
def test_a_field_is_named_by_its_name_or_label(query: str, everywhere: str, by_field: dict[str, str]) -> None:
    assert split(query, FIELDS) == (everywhere, by_field)


@given(st.text('abc:"“ postcode\n\x00', max_size=200))
def test_any_text_can_be_split(query: str) -> None:
    everywhere, by_field = split(query, FIELDS)
    assert by_field.keys() <= {field.name for field in FIELDS}
    assert len(everywhere) <= len(query)
