"""Conditions in words: `Do you drive? is Yes, and Age is at least 18`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.forms.conditions import TESTS


def words(condition: Any, questions: Mapping[str, Mapping[str, Any]]) -> str:
    """A condition as JSON, in words; `questions` are the parts of a sketch by their names. Says as much as
    can be said of one that is not in order."""
    if not isinstance(condition, dict):
        return ""
    for joined, word in (("all", "and"), ("any", "or")):
        if isinstance(condition.get(joined), list):
            said = [_within(one, questions) for one in condition[joined]]
            return f", {word} ".join(one for one in said if one)
    if "not" in condition:
        return f"it is not so that {words(condition['not'], questions)}"
    return _test(condition, questions)


def _within(condition: Any, questions: Mapping[str, Mapping[str, Any]]) -> str:
    said = words(condition, questions)
    nested = isinstance(condition, dict) and ("all" in condition or "any" in condition)
    return f"({said})" if nested else said


def _test(condition: Mapping[str, Any], questions: Mapping[str, Mapping[str, Any]]) -> str:
    name = str(condition.get("question", ""))
    question = questions.get(name, {})
    asked = f"“{question.get('label') or name}”"
    test = next((test for test in TESTS if test in condition), "")
    if test == "filled":
        return f"{asked} is answered" if condition[test] else f"{asked} is not answered"
    return f"{asked} {TESTS.get(test, 'is')} {_value(condition.get(test), question)}"


def _value(value: Any, question: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return " or ".join(_value(one, question) for one in value)
    choices = question.get("choices") or []
    labels = {one.get("value"): one.get("label") for one in choices if isinstance(one, dict)}
    return str(labels.get(value) or value)
