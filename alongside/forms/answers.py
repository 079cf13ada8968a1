"""Answers as they are stored: each remembers who gave it, and when.

    {"full_name": {"value": "Ann Example", "by": {"ref": "7c…", "name": "Ann Example"}, "at": "2026-…"},
     "born": {"typed": "31/2/1970", "by": …, "at": …}}

What does not fit its question is kept as it was typed, under `typed`, until it is put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NotRequired, TypeAlias, TypedDict

from alongside.history.events import Party

Value: TypeAlias = str | int | bool | list[str] | dict[str, str] | None
Typed: TypeAlias = str | list[str] | dict[str, str]


class By(TypedDict):
    """Who gave an answer. `ref` is theirs in history, and never anybody else's."""

    ref: str
    name: str


class Answer(TypedDict):
    value: NotRequired[Value]
    typed: NotRequired[Typed]
    by: By
    at: str


Answers: TypeAlias = dict[str, Answer]


def given(
    before: Answers, values: Mapping[str, Value], typed: Mapping[str, Typed], author: Party, at: datetime
) -> Answers:
    """The answers with these values, and with these that do not fit, by this author. An answer that is
    the same as before stays its first author's."""
    after = dict(before)
    by = By(ref=str(author.ref), name=author.name)
    moment = at.isoformat()
    for name, value in values.items():
        if name not in before or before[name].get("value", ...) != value:
            after[name] = Answer(value=value, by=by, at=moment)
    for name, text in typed.items():
        if name not in before or before[name].get("typed") != text:
            after[name] = Answer(typed=text, by=by, at=moment)
    return after


def plain(answers: Answers) -> dict[str, Value]:
    """The values alone, by name, without what does not fit."""
    return {name: answer["value"] for name, answer in answers.items() if "value" in answer}


def latest(answers: Iterable[Answer]) -> Answer | None:
    """The answer that was given last."""
    return max(answers, key=lambda answer: answer["at"], default=None)
