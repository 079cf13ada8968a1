"""Every small mistake in the kernel's rules changes an answer.

Each mutant of `rules.py` is run over every question. One that answers like the original everywhere would be
a line that decides nothing, so none may survive. `make rules` does it with the rules of every package.
"""

from __future__ import annotations

from alongside.assisting import rules
from alongside.assisting.tests import mutating, tables

DECIDERS: dict[str, type] = {
    "decide": rules.Facts,
    "may_act": rules.MayActFacts,
    "decide_start": rules.StartFacts,
}


def test_every_mutant_of_the_rules_is_killed() -> None:
    questions: dict[str, list[object]] = {name: list(tables.every(kind)) for name, kind in DECIDERS.items()}
    alike, count = mutating.survivors(rules, questions)
    assert alike == []
    assert count > 100
