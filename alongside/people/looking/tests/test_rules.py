from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from alongside.people.looking.limits import Limits
from alongside.people.looking.rules import Answer, Facts, decide

LIMITS = Limits(hour=4, day=10, stop=20)

# The first row whose conditions hold decides; the same order is nowhere in the code but in `decide`.
TABLE: list[tuple[str, Answer, Callable[[Facts], bool]]] = [
    ("looks-at-nobody-else", Answer.SHOW, lambda facts: facts.oneself),
    ("seen-today", Answer.SHOW, lambda facts: facts.seen_today),
    ("is-helping", Answer.SHOW, lambda facts: facts.helping),
    ("looked-at-enough-people", Answer.STOP, lambda facts: facts.day >= 20 and not facts.lifted),
    ("reason-given", Answer.SHOW, lambda facts: facts.reason_given),
    ("many-in-an-hour", Answer.ASK, lambda facts: facts.hour >= 4),
    ("many-in-a-day", Answer.ASK, lambda facts: facts.day >= 10),
    ("within-limits", Answer.SHOW, lambda facts: True),
]

NAMES = ("oneself", "seen_today", "helping", "reason_given", "lifted")
FLAGS = list(product((False, True), repeat=len(NAMES)))


def test_every_question_is_answered_as_the_table_says() -> None:
    for flags, counts in product(FLAGS, product((0, 3, 4, 5), (0, 9, 10, 19, 20, 21))):
        facts = Facts(**dict(zip(NAMES, flags, strict=True)), hour=counts[0], day=counts[1])
        rule, answer = next((rule, answer) for rule, answer, holds in TABLE if holds(facts))
        verdict = decide(facts, LIMITS)
        assert (verdict.rule, verdict.answer) == (rule, answer), facts


@pytest.mark.parametrize(("people", "answer"), [(99, Answer.SHOW), (100, Answer.ASK), (200, Answer.STOP)])
def test_the_defaults_of_a_day(people: int, answer: Answer) -> None:
    assert decide(Facts(day=people), Limits()).answer is answer


@pytest.mark.parametrize(("people", "answer"), [(39, Answer.SHOW), (40, Answer.ASK)])
def test_the_defaults_of_an_hour(people: int, answer: Answer) -> None:
    assert decide(Facts(hour=people, day=people), Limits()).answer is answer
