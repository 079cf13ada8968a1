"""People who come again say what they say with mistakes, and their relatives are others."""

from __future__ import annotations

from collections import Counter
from random import Random

from alongside.command import population
from alongside.command.bench.blurring import NUMBER, blurred, known, mistyped, relative

SEED = 5
PEOPLE = list(population.people(400, SEED))


def test_the_same_draw_makes_the_same_mistakes() -> None:
    one, other = (blurred(PEOPLE[0], PEOPLE[1], Random(SEED)) for _ in range(2))
    assert one == other


def test_every_field_is_wrong_or_left_out_now_and_then_and_right_mostly() -> None:
    draw, wrong, told = Random(SEED), Counter[str](), Counter[str]()
    for person, stranger in zip(PEOPLE, PEOPLE[200:] + PEOPLE[:200], strict=True):
        said, right = blurred(person, stranger, draw), known(person)
        told.update(right.keys())
        wrong.update(name for name in right if said.get(name) != right[name])
    compared = {
        "given_name",
        "family_name",
        "date_of_birth",
        "address",
        "postcode",
        "email",
        "mobile",
        NUMBER,
    }
    shares = {name: wrong[name] / told[name] for name in compared}
    assert {name for name, share in shares.items() if 0.05 < share < 0.65} == compared


def test_a_mistyped_text_is_one_letter_away() -> None:
    draw = Random(SEED)
    made = {mistyped("ab", "x", draw) for _ in range(100)}
    assert made == {"xb", "b", "axb", "ba"}
    assert mistyped("a", "x", draw) == "a"


def test_a_relative_shares_the_home_and_the_family_name_alone() -> None:
    person, stranger = PEOPLE[0], PEOPLE[200]
    said, theirs = relative(person, stranger), known(person)
    shared = {name for name in said if said[name] == theirs.get(name)}
    assert (
        {"family_name", "address", "postcode"}
        <= shared
        <= {"family_name", "address", "postcode", "telephone"}
    )
    assert said["given_name"] == stranger.given_name
    assert not {"email", "mobile", NUMBER} & said.keys()
