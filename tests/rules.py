"""Every question that the rules can be asked, and every small mistake in them.

    make rules

Prints for the rules of each package how many questions there are and how many sentences answer them (the
tests named `test_rules.py` hold each answer against the sentences), how many mutants of the rules were
killed, and what Cedar's own evaluator answers by the policies of `rules.cedar`, where `cedarpy` is installed.
`make rules QUICK=yes` leaves Cedar and the rules of other packages than the kernel's alone.
"""

from __future__ import annotations

import dataclasses
import importlib
import os
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import django
import pytest

PACKAGES = Path(__file__).resolve().parent.parent / "alongside"
POLICIES = Path(__file__).with_name("rules.cedar")
LOT = 5_000  # questions that Cedar is asked at once

# The rules of each package: the module, and each deciding function with its record of facts, what Cedar's
# policies call it, and the table of sentences that has its answers.
RULES: dict[str, list[tuple[str, str, str | None, str]]] = {
    "assisting.rules": [
        ("decide", "Facts", "decide", "decide"),
        ("may_act", "MayActFacts", "may_act", "may_act"),
        ("decide_start", "StartFacts", "decide_start", "start"),
    ],
    "cases.rules": [("decide", "Facts", "case", "case"), ("decide_raise", "RaiseFacts", None, "raise")],
    "desk.rules": [("decide", "Facts", "question", "question")],
    "calls.rules": [("decide", "Facts", "call", "call")],
    "calls.links": [("decide", "Facts", "link", "link")],
    "workflow.rules": [("decide", "Facts", "task", "task"), ("decide_seeing", "Seeing", None, "see")],
    "forms.rules": [("decide", "Handling", None, "submission")],
}


@dataclass
class Counted:
    questions: int = 0
    sentences: int = 0
    mutants: int = 0
    alike: int = 0
    cedar: int = 0
    different: int = 0


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    quick, counted = "QUICK" in os.environ, Counted()
    begun = time.perf_counter()
    for name, deciders in list(RULES.items())[: 1 if quick else None]:
        ask(importlib.import_module(f"alongside.{name}"), deciders, counted, quick=quick)
    files = sorted(str(file) for file in PACKAGES.glob("*/tests/test_rules.py"))
    failed = int(pytest.main(["-q", "-p", "no:cacheprovider", "--durations=3", *files]))
    cedar = f"Cedar asked {counted.cedar:,}, {counted.different} different" if counted.cedar else "no Cedar"
    spent = time.perf_counter() - begun
    print(
        f"G1, G2, G5: {counted.questions:,} questions, {counted.sentences} sentences,"
        f" {counted.mutants:,} mutants, {counted.alike} of them alive; {cedar}; {spent:.0f} s"
    )
    return failed or bool(counted.alike or counted.different)


def ask(
    rules: ModuleType, deciders: list[tuple[str, str, str | None, str]], counted: Counted, *, quick: bool
) -> None:
    """Ask the rules of one module everything, spoil them in every way, and ask Cedar the same."""
    from alongside.assisting.tests import mutating, tables  # noqa: PLC0415 (Django must be set up)

    sentences = tomllib.loads(Path(str(rules.__file__)).with_name("sentences.toml").read_text())
    questions = {name: list(tables.every(getattr(rules, kind))) for name, kind, _, _ in deciders}
    alike, mutants = mutating.survivors(rules, questions)
    counted.mutants += mutants
    counted.alike += len(alike)
    for name, _, action, table in deciders:
        asked = questions[name]
        counted.questions += len(asked)
        counted.sentences += len(sentences[table])
        said = f"{rules.__name__.removeprefix('alongside.')}.{name}: {len(asked):,} questions,"
        said += f" {len(sentences[table])} sentences"
        if (
            action
            and not quick
            and (different := cedar_differs(action, getattr(rules, name), asked)) is not None
        ):
            counted.cedar += len(asked)
            counted.different += len(different)
            said += f"; Cedar answers {len(different)} in another way"
            said += "".join(f"\n  {facts}" for facts in different[:3])
        print(said, flush=True)
    print(f"  {mutants} mutants, {len(alike)} alive" + "".join(f"\n  {label}" for label in alike), flush=True)


def cedar_differs(action: str, decide: Any, asked: list[Any]) -> list[Any] | None:
    """The questions that Cedar answers in another way; None where there is no Cedar."""
    try:
        import cedarpy  # type: ignore[import-not-found]  # noqa: PLC0415 (an oracle that need not be there)
    except ImportError:
        return None
    policies = POLICIES.read_text()
    different = []
    for first in range(0, len(asked), LOT):
        lot = asked[first : first + LOT]
        answers = cedarpy.is_authorized_batch(
            [
                {
                    "principal": 'User::"somebody"',
                    "action": f'Action::"{action}"',
                    "resource": 'Thing::"something"',
                    "context": as_context(facts),
                }
                for facts in lot
            ],
            policies,
            [],
        )
        for facts, answer in zip(lot, answers, strict=True):
            if answer.allowed != decide(facts).allowed or answer.diagnostics.errors:
                different.append(facts)
    return different


def as_context(value: Any) -> Any:
    """Facts as Cedar's context: records, truth values and the values of enums."""
    if hasattr(value, "allowed"):  # the verdict of another package's rules
        return value.allowed
    if dataclasses.is_dataclass(value):
        return {one.name: as_context(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return value if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    sys.exit(main())
