"""Who may do what with a task: every question against the sentences."""

from __future__ import annotations

import tomllib
from pathlib import Path

from alongside.assisting.tests.tables import every
from alongside.workflow import rules
from alongside.workflow.rules import Facts, Seeing, decide, decide_seeing

TOLD = tomllib.loads((Path(rules.__file__).parent / "sentences.toml").read_text())


def said(facts: Facts) -> tuple[bool, str]:
    """The first sentence that applies."""
    flat = {
        "act": facts.act.value,
        "mode": facts.mode.value,
        "whose": facts.whose.value,
        "candidate": facts.candidate,
        "sitting": facts.sitting,
    }
    for row in TOLD["task"]:
        if all(flat[name] == wanted for name, wanted in row["when"].items()):
            return row["allowed"], row["rule"]
    raise LookupError(facts)


def test_every_question_is_answered_as_the_sentences_say() -> None:
    used = set()
    for facts in every(Facts):
        verdict = decide(facts)
        used.add(verdict.rule)
        assert (verdict.allowed, verdict.rule) == said(facts), facts
    assert used == {row["rule"] for row in TOLD["task"]}


def test_who_sees_a_process_is_as_the_sentences_say() -> None:
    used = set()
    for facts in every(Seeing):
        flat = {name: getattr(facts, name) for name in Seeing.__dataclass_fields__}
        row = next(
            row for row in TOLD["see"] if all(flat[name] == said for name, said in row["when"].items())
        )
        verdict = decide_seeing(facts)
        used.add(verdict.rule)
        assert (verdict.allowed, verdict.rule) == (row["allowed"], row["rule"]), facts
    assert used == {row["rule"] for row in TOLD["see"]}
