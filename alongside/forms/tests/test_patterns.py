"""Patterns that are accepted match quickly, whatever is typed."""

from __future__ import annotations

import time

import pytest

from alongside.forms import patterns

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
