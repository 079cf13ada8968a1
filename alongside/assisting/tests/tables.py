"""Every question that the rules can be asked, and the answer of the sentences."""

from __future__ import annotations

import itertools
import tomllib
import typing
from collections.abc import Iterator
from dataclasses import asdict, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from alongside.assisting import rules

SENTENCES = tomllib.loads((Path(rules.__file__).parent / "sentences.toml").read_text())

Record = TypeVar("Record")


def every(kind: type[Record]) -> Iterator[Record]:
    """Each value that a record of booleans, enums and such records can have."""
    hints = typing.get_type_hints(kind)
    spaces = [tuple(_values(hints[field.name])) for field in fields(kind)]  # type: ignore[arg-type]  # records only
    for values in itertools.product(*spaces):
        yield kind(*values)


def _values(hint: type) -> Iterator[Any]:
    if hint is bool:
        return iter((False, True))
    if issubclass(hint, StrEnum):
        return iter(hint)
    if hint is rules.Verdict:  # of another package's rules, which have a table of their own
        return iter((rules.deny("not-by-the-matter"), rules.allow("by-the-matter")))
    return every(hint)


def sentence_for(table: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The first row of a table that applies."""
    for row in SENTENCES[table]:
        if all(facts[name] in _as_list(wanted) for name, wanted in row["when"].items()):
            return dict(row)
    raise LookupError(f"no sentence of {table} covers {facts}")


def expected_decide(facts: rules.Facts) -> tuple[bool, str]:
    row = sentence_for("decide", asdict(facts) | {"matter": facts.matter.allowed})
    return row["allowed"], row["rule"]


def expected_may_act(facts: rules.MayActFacts) -> tuple[bool, str]:
    row = sentence_for("may_act", asdict(facts))
    return row["allowed"], row["rule"]


def expected_start(facts: rules.StartFacts) -> tuple[bool, str]:
    """The table of starting defers to the table of who may help whom, by its name."""
    flat = {field.name: getattr(facts, field.name) for field in fields(facts)} | asdict(facts.person)
    allowed, rule = expected_may_act(facts.person)
    row = sentence_for("start", flat | {"may_act": allowed})
    return row["allowed"], rule if row["rule"] == "may_act" else row["rule"]


def _as_list(wanted: object) -> list[object]:
    return wanted if isinstance(wanted, list) else [wanted]
