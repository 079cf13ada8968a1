"""Who sees what was handed in: every question that can be asked, against the sentences."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

from alongside.forms import rules

TABLE = Path(rules.__file__).with_name("sentences.toml")


def test_the_rules_are_what_the_sentences_say() -> None:
    rows = tomllib.loads(TABLE.read_text())["submission"]
    for right, staff in product((True, False), repeat=2):
        facts = {"holds_right": right, "in_staff": staff}
        row = next(row for row in rows if row["when"].items() <= facts.items())
        verdict = rules.decide(rules.Handling(**facts))
        assert (verdict.rule, verdict.allowed) == (row["rule"], row["allowed"]), facts
