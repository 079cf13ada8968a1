"""The rules as people read them: the sentence of a rule's id."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

# The tables of the kernel. Where two have a rule of one name, the last says it.
TABLES = ("decide", "may_act", "start")

_others: list[tuple[Path, str]] = []


def register(file: Path, table: str) -> None:
    """Tell the rules of a package above, whose matters have rules of their own: rows with `rule` and
    `sentence` in this table of a TOML file."""
    _others.append((file, table))
    _sentences.cache_clear()


def sentence(rule: str) -> str:
    """Why a rule decided as it did; the rule's own id for one that has no sentence."""
    return _sentences().get(rule, rule)


def row(rule: str, table: str) -> tuple[str, str]:
    """The sentence of a rule and its source, from this table of the kernel or from a package above."""
    own = Path(__file__).with_name("sentences.toml")
    for file, name in ((own, table), *_others, *((own, other) for other in TABLES)):
        for found in _rows(file)[name]:
            if found["rule"] == rule:
                return str(found["sentence"]), str(found.get("source", ""))
    return rule, ""


def all_rules() -> dict[str, str]:
    """The sentence of every rule, by its id."""
    return dict(_sentences())


@cache
def _sentences() -> dict[str, str]:
    own = Path(__file__).with_name("sentences.toml")
    told = [*_others, *((own, table) for table in TABLES)]
    return {str(row["rule"]): str(row["sentence"]) for file, table in told for row in _rows(file)[table]}


@cache
def _rows(file: Path) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(file.read_text())
