"""How near two words are, and which sound alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.searching import spelling
from alongside.people.searching.sounding import sound
from alongside.people.searching.spelling import distance, forms, mistakes_forgiven


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shelagh", "sheila"),
        ("smyth", "smith"),
        ("smythe", "smith"),
        ("steven", "stephen"),
        ("shivaun", "siobhan"),
        ("chevonne", "siobhan"),
        ("shaun", "sean"),
        ("neve", "niamh"),
        ("mckenzie", "mackenzie"),
        ("vaughn", "vaughan"),
        ("jeffrey", "geoffrey"),
        ("jillian", "gillian"),
        ("antony", "anthony"),
        ("teresa", "theresa"),
        ("rite", "wright"),
        ("nox", "knocks"),
        ("patrisha", "patricia"),
        ("kathryn", "catherine"),
        ("reece", "rhys"),
        ("filip", "philip"),
        ("izabel", "isabel"),
        ("ivonne", "yvonne"),
    ],
)
def test_names_that_are_said_alike_sound_alike(typed: str, meant: str) -> None:
    assert sound(typed) == sound(meant) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("smith", "jones"), ("ann", "eva"), ("mark", "mary"), ("brown", "green"), ("lee", "roy")],
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize("word", ["", "bb1234", "小明", "иванов", "o'brien"])
def test_what_is_no_word_of_latin_letters_has_no_sound(word: str) -> None:
    assert sound(word) == ""


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("smith", "smith", 0),
        ("jhon", "john", 0.6),
        ("smtih", "smith", 0.6),
        ("willliams", "williams", 0.6),
        ("wiliams", "williams", 0.6),
        ("smoth", "smith", 0.8),
        ("smyth", "smith", 0.8),
        ("nartin", "martin", 1.0),
        ("smit", "smith", 0.9),
        ("smitth", "smith", 0.6),
        ("smkth", "smith", 1.0),
        ("smyht", "smith", 2),
        ("katehrien", "katherine", 2),
        ("xmityh", "smith", 2.2),
        ("jones", "smith", None),
        ("montgomrie", "montgomery", None),
        ("", "abc", None),
    ],
)
def test_mistakes_have_their_cost(typed: str, meant: str, cost: float | None) -> None:
    assert distance(typed, meant) == (cost if cost is None else pytest.approx(cost))


WORDS = st.text("abcdeinorst", min_size=3, max_size=12)
LETTER = st.sampled_from("abcdeinorst")


@given(WORDS, st.data())
def test_whoever_makes_one_mistake_shares_a_form_with_what_they_meant(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(LETTER)
    for typed in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ):
        assert forms(typed, 1) & forms(word, mistakes_forgiven(word)), typed
        cost = distance(typed, word)
        assert cost is not None
        assert cost <= 1.2


@given(WORDS, WORDS)
def test_the_cost_is_that_of_the_fewest_mistakes(typed: str, word: str) -> None:
    """Held against the whole table of edits, without any short cut."""
    table = {(row, 0): row for row in range(len(typed) + 1)} | {(0, to): to for to in range(len(word) + 1)}
    for row in range(1, len(typed) + 1):
        for to in range(1, len(word) + 1):
            table[row, to] = min(
                table[row - 1, to] + 1,
                table[row, to - 1] + 1,
                table[row - 1, to - 1] + (typed[row - 1] != word[to - 1]),
                table[row - 2, to - 2] + 1
                if row > 1 and to > 1 and typed[row - 2 : row] == word[to - 2 : to][::-1]
                else 99,
            )
    fewest = table[len(typed), len(word)]
    cost = distance(typed, word)
    if fewest > 2:
        assert cost is None
    else:
        assert cost is not None
        assert round(cost - 0.2 * (typed[0] != word[0])) == fewest


def test_a_long_word_has_no_more_forms_than_a_short_one() -> None:
    assert len(forms("abcdefg", 2)) == 1 + 7 + 21
    assert len(forms("abcdefghijklmnop", 2)) == 1 + 7 + 21
    assert spelling.LOOKED_AT == 7
