"""The rules as people read them: the sentence of a rule's id."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

TABLES = ("start", "may_act", "decide")


def sentence(rule: str) -> str:
    """Why a rule decided as it did; the rule's own id for one that has no sentence."""
    return _sentences().get(rule, rule)


@cache
def _sentences() -> dict[str, str]:
    rows = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text())
    return {row["rule"]: str(row["sentence"]) for table in reversed(TABLES) for row in rows[table]}
