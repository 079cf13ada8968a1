from __future__ import annotations

import pytest

from alongside.console.people.newcomer import from_question

FIELDS = {"given_name", "family_name", "email", "date_of_birth", "telephone", "postcode", "badge"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tregenza", {"given_name": "", "family_name": "Tregenza"}),
        ("cora tregenza", {"given_name": "Cora", "family_name": "Tregenza"}),
        ("Cora Louise van Tregenza", {"given_name": "Cora Louise van", "family_name": "Tregenza"}),
        ("tregenza, cora", {"given_name": "Cora", "family_name": "Tregenza"}),
        ("01632 960123", {"telephone": "01632 960123"}),
        ("cora 01632 960123", {"given_name": "", "family_name": "Cora", "telephone": "01632 960123"}),
        ("cora@example.org", {"email": "cora@example.org"}),
        (
            "cora tregenza 12/3/1980 pl4 8aa",
            {
                "given_name": "Cora",
                "family_name": "Tregenza",
                "date_of_birth": "12/3/1980",
                "postcode": "pl4 8aa",
            },
        ),
        ("99/99/9999", {}),
        ("12", {}),
        ("", {}),
    ],
)
def test_a_question_is_taken_apart(query: str, said: dict[str, str]) -> None:
    assert from_question(query, {}, FIELDS) == said


def test_what_a_softphone_asked_by_field_is_said_as_it_is() -> None:
    assert from_question("cora", {"badge": "BX 1"}, FIELDS) == {
        "given_name": "",
        "family_name": "Cora",
        "badge": "BX 1",
    }


def test_fields_that_are_not_there_are_left_out() -> None:
    assert from_question("cora 01632 960123", {"badge": "BX 1"}, {"family_name"}) == {"family_name": "Cora"}
