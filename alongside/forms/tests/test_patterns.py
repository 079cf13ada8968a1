"""Patterns that are accepted match quickly, whatever is typed."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alongside.forms import patterns, reading
from alongside.forms.schema import Kind, Question

HARMLESS = [
    "[A-Z]{2}[0-9]{2} ?[A-Z]{3}",
    "[0-9]{3} ?[0-9]{3} ?[0-9]{3}",
    "(?:AB|CD|EF|GH)[0-9]+",
    r"\d+-\d+",
    r"(\d{3} )*",
    r"[^\]]+",
    "a{,5}",
]
DANGEROUS = {
    "(a+)+": "may not repeat a group that can match in several ways.",
    "(a|a)*b": "may not repeat a group that can match in several ways.",
    "(a|ab){30}": "may not repeat a group that can match in several ways.",
    "((a?){9}){9}": "may not repeat a group that can match in several ways.",
    "a?" * 30: "can match in too many ways: use fewer of * + ? and |.",
    "(a|a)" * 30: "can match in too many ways: use fewer of * + ? and |.",
    "a*a*a*a*b": "can match in too many ways: use fewer of * + ? and |.",
    "(?=a)b": "may not look ahead or behind, name groups or set flags.",
    "(?i)a": "may not look ahead or behind, name groups or set flags.",
    r"(a)\1": "may not refer back to a group.",
    "a" * 201: "may have at most 200 characters.",
    "[": "is not a regular expression: unterminated character set at position 0.",
}


@pytest.mark.parametrize("pattern", HARMLESS)
def test_harmless_patterns_are_accepted(pattern: str) -> None:
    assert patterns.trouble(pattern) is None


@pytest.mark.parametrize("pattern", DANGEROUS)
def test_dangerous_patterns_are_not(pattern: str) -> None:
    assert patterns.trouble(pattern) == DANGEROUS[pattern]


@pytest.mark.parametrize("pattern", ["a*a*a*b", "[ab]+[ab]+[ab]+c", "a?" * 15 + "a{15}b", "(a|a)" * 12 + "b"])
def test_the_worst_that_is_accepted_ends_soon(pattern: str) -> None:
    assert patterns.trouble(pattern) is None
    begun = time.process_time()

    assert patterns.compiled(pattern).fullmatch("a" * patterns.LONGEST) is None
    assert time.process_time() - begun < 2


# What browsers understand of expressions, written as Python does.
_SETS = st.sampled_from(["[A-Z]", "[a-zK]", "[0-9]", "[A-J]", "[L-Z_.]", "[A-Za-z0-9]"])
_PIECES = st.sampled_from(["K", "AB", "7", r"\.", "'", "(?:K|x)"]) | _SETS
_MANY = st.sampled_from(["", "", "?", "+", "*", "{2}", "{1,3}"])
PATTERNS = st.lists(st.tuples(_PIECES, _MANY).map("".join), min_size=1, max_size=4).map(" ?".join)
ODD = st.sampled_from("K\N{KELVIN SIGN}k\N{OHM SIGN}\u2003\u00a0\ufeff\u0301\u037e\u1fef AB7.x'\uff21\u0661")


@given(st.data(), PATTERNS)
@example(None, "[A-Z]")
def test_a_browser_lets_pass_whatever_the_server_does(data: st.DataObject | None, pattern: str) -> None:
    likely = st.from_regex(pattern, fullmatch=True) | st.lists(ODD, max_size=6).map("".join)
    typed = "\N{KELVIN SIGN}" if data is None else data.draw(likely)
    if data is not None and data.draw(st.booleans()):
        typed = typed.replace("K", "\N{KELVIN SIGN}").replace(" ", "\u2003 ")
    question = Question(Kind.TEXT, "q", "Q", pattern=pattern, pattern_message="No.", max_length=200)
    try:
        reading.read(question, typed, date(2026, 1, 1))
    except reading.Unfit:
        return
    assert re.fullmatch(patterns.for_browsers(pattern), typed)
