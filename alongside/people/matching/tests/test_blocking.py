"""Whoever may be the same is proposed, though their records differ in several things at once."""

from __future__ import annotations

import itertools

import pytest

from alongside.people.fields import STANDARD_FIELDS
from alongside.people.kept_keys import kept_keys
from alongside.people.matching import blocking
from alongside.people.matching.records import Record
from alongside.people.searching.keys import LONGEST

ANN = {
    "given_name": "Ann",
    "family_name": "Tregenza",
    "date_of_birth": "1980-03-12",
    "telephone": "01632 960123",
    "email": "ann.tregenza@example.com",
    "address": "12 Acacia Avenue, Plymouth",
    "postcode": "PL4 8AA",
}
# What each field may have become.
WRONG = {
    "given_name": "Nan",
    "family_name": "Tregensa",
    "date_of_birth": "1980-03-21",
    "telephone": "01632 960132",
    "email": "a.tregenza@example.org",
    "address": "21 Accacia Ave, Plymouth",
    "postcode": "PL4 8AB",
}


def proposes(typed: dict[str, str]) -> bool:
    kept = kept_keys(STANDARD_FIELDS, ANN)
    wanted = blocking.ranges_of(Record.of(STANDARD_FIELDS, typed))
    return any(key.startswith(start) for key in kept for start, _ in wanted)


@pytest.mark.parametrize("several", list(itertools.combinations(WRONG, 3)), ids=" ".join)
def test_three_mistakes_at_once_lose_nobody(several: tuple[str, ...]) -> None:
    assert proposes({**ANN, **{name: WRONG[name] for name in several}})


@pytest.mark.parametrize("several", list(itertools.combinations(WRONG, 3)), ids=" ".join)
def test_three_missing_values_lose_nobody(several: tuple[str, ...]) -> None:
    assert proposes({**ANN, **dict.fromkeys(several, "")})


def test_names_that_changed_places_lose_nobody() -> None:
    names = {"given_name": "Tregenza", "family_name": "Ann"}
    assert proposes({**names, "date_of_birth": "1980-03-12"})
    assert proposes(names)


def test_somebody_of_whom_nothing_is_known_is_compared_with_nobody() -> None:
    assert blocking.ranges_of(Record()) == []


def test_keys_have_a_length_and_a_number() -> None:
    long = {name: value * 40 for name, value in ANN.items()}
    keys = blocking.keys_of(Record.of(STANDARD_FIELDS, long))
    assert all(len(key) <= LONGEST for key in keys)
    assert len(blocking.ranges_of(Record.of(STANDARD_FIELDS, {**ANN, **long}))) < 40
