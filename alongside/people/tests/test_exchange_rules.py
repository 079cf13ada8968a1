"""Whether another system gets a token: every question that can be asked, against the sentences."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from itertools import product
from pathlib import Path

from alongside.people import exchange_rules
from alongside.people.exchange_rules import Exchange, decide

TABLE = Path(exchange_rules.__file__).with_name("sentences.toml")


def test_the_rules_are_what_the_sentences_say() -> None:
    rows = tomllib.loads(TABLE.read_text())["exchange"]
    names = [field.name for field in fields(Exchange)]
    for values in product((True, False), repeat=len(names)):
        facts = dict(zip(names, values, strict=True))
        row = next(row for row in rows if row["when"].items() <= facts.items())
        verdict = decide(Exchange(**facts))
        assert (verdict.rule, verdict.allowed) == (row["rule"], row["allowed"]), facts
