from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from alongside.people.merging.rules import LATELY, TOLD, MergeFacts, decide_merge, takes_two

FINE = MergeFacts(
    same=False,
    people=True,
    oneself=False,
    merged=False,
    kept_active=True,
    dominated=True,
    absorbed_holds=False,
    account_lost=False,
    being_helped=False,
)
# In the order in which they are told: what must not be so, and the rule that says it.
WRONG = [
    ("same", "one-person"),
    ("people", "not-people"),
    ("oneself", "nobody-merges-themselves"),
    ("merged", "merged-already"),
    ("kept_active", "kept-not-active"),
    ("dominated", "person-holds-more-rights"),
    ("absorbed_holds", "absorbed-holds-rights"),
    ("account_lost", "would-lose-account"),
    ("being_helped", "being-helped"),
]


def test_the_table_names_every_fact() -> None:
    assert [name for name, _ in WRONG] == [field.name for field in fields(MergeFacts)]


def test_the_whole_table_of_who_is_merged_with_whom() -> None:
    for wrong in product((False, True), repeat=len(WRONG)):
        named = [name for (name, _), is_wrong in zip(WRONG, wrong, strict=True) if is_wrong]
        facts = replace(FINE, **{name: not getattr(FINE, name) for name in named})
        expected = next((rule for name, rule in WRONG if name in named), "own-right")
        verdict = decide_merge(facts)
        assert (verdict.allowed, verdict.rule) == (not named, expected)


def test_every_refusal_can_be_told() -> None:
    kernel = {"person-holds-more-rights"}
    later = {"approved-by-another", "not-awaiting", "not-merged", "later-merge", "erased"}
    assert {rule for _, rule in WRONG} - kernel | later == set(TOLD)


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD, RECENT = NOON - LATELY, NOON - LATELY + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("kept", "absorbed", "two"),
    [
        (None, None, False),
        (OLD, None, False),
        (None, OLD, False),
        (RECENT, None, True),
        (None, RECENT, True),
        (OLD, OLD, True),
        (RECENT, OLD, True),
        (OLD, RECENT, True),
        (RECENT, RECENT, True),
    ],
)
def test_two_agents_are_needed_where_an_account_is_used(
    kept: datetime | None, absorbed: datetime | None, two: bool
) -> None:
    assert takes_two((kept, absorbed), NOON) is two
