"""Answers remember who gave them, and when."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from alongside.forms.answers import given, latest, plain

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 13, tzinfo=UTC)


@dataclass(frozen=True)
class Author:
    id: int
    ref: uuid.UUID
    name: str


ANN, BOB = Author(1, uuid.UUID(int=1), "Ann"), Author(2, uuid.UUID(int=2), "Bob")


def test_each_answer_has_its_author_and_its_time() -> None:
    first = given({}, {"name": "Ann", "age": 46}, {"born": "31/2/1980"}, ANN, NOON)

    by = {"ref": str(ANN.ref), "name": "Ann"}
    at = "2026-11-22T12:00:00+00:00"
    assert first == {
        "name": {"value": "Ann", "by": by, "at": at},
        "age": {"value": 46, "by": by, "at": at},
        "born": {"typed": "31/2/1980", "by": by, "at": at},
    }
    assert plain(first) == {"name": "Ann", "age": 46}


def test_an_answer_that_stays_the_same_stays_its_authors() -> None:
    first = given({}, {"name": "Ann", "age": 46}, {"born": "31/2/1980"}, ANN, NOON)

    second = given(first, {"name": "Ann", "age": 47}, {"born": "31/2/1980"}, BOB, LATER)

    assert {name: answer["by"]["name"] for name, answer in second.items()} == {
        "name": "Ann",
        "age": "Bob",
        "born": "Ann",
    }
    assert latest(second.values()) == second["age"]


def test_what_is_put_right_is_no_longer_kept_as_typed() -> None:
    first = given({}, {}, {"born": "31/2/1980"}, ANN, NOON)

    assert given(first, {"born": "1980-03-12"}, {}, BOB, LATER)["born"] == {
        "value": "1980-03-12",
        "by": {"ref": str(BOB.ref), "name": "Bob"},
        "at": "2026-11-22T13:00:00+00:00",
    }


def test_what_is_emptied_is_an_answer_too() -> None:
    first = given({}, {"name": "Ann"}, {}, ANN, NOON)

    assert given(first, {"name": ""}, {}, BOB, LATER)["name"]["by"]["name"] == "Bob"
    assert latest([]) is None
