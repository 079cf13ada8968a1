"""Words of articles and of questions, and which article answers best."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.knowledge import finding


def test_words_are_stems_and_titles_weigh_more() -> None:
    found = finding.words_of("Missed bins", "If your **bin** was missed, tell us. We follow-up missed bins.")
    assert found == {"miss": 12, "bin": 12, "tell": 1, "follow": 1}


def test_a_word_counts_five_times_at_most() -> None:
    assert finding.words_of("", "rates " * 40) == {"rate": 5}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("When will my bin be collected?", ["bin", "collect"]),
        ("what is this", ["what", "is", "this"]),
        ("Café-Straße", ["cafe", "strass"]),
        ("", []),
        ("?!", []),
    ],
)
def test_what_is_asked(text: str, words: list[str]) -> None:
    assert finding.asked_for(text) == words


@pytest.mark.parametrize(
    ("word", "meant"),
    [("colect", "collect"), ("ocuncil", "council"), ("cuoncli", "council"), ("bon", None), ("zzzzzz", None)],
)
def test_a_typing_error_is_forgiven(word: str, meant: str | None) -> None:
    assert finding.corrected(word, ["collect", "council", "counsel", "bin"]) == meant


def test_more_words_met_come_before_words_that_say_more() -> None:
    rows = [(1, "bin", 10), (2, "bin", 1), (2, "collect", 1), (3, "collect", 4)]
    assert finding.ranked(rows, {"bin": {"bin"}, "collect": {"collect"}}) == [2, 1, 3]


@given(st.text(), st.text())
def test_any_text_has_words(title: str, body: str) -> None:
    for word, weight in finding.words_of(title, body).items():
        assert 0 < len(word) <= finding.LONGEST
        assert 0 < weight <= finding.IN_TITLE + finding.MOST_IN_TEXT
