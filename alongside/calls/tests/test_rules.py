"""Links and calls against their sentences: every question, not samples; and the permissions, row by row."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alongside.assisting.rules import Verdict
from alongside.assisting.tests.tables import every
from alongside.calls import links, permissions, rules
from alongside.calls.links import CallState, For
from alongside.calls.permissions import ALL, Kind
from alongside.calls.rules import Act, Taking

TOLD = tomllib.loads((Path(rules.__file__).parent / "sentences.toml").read_text())


def said(table: str, facts: Any) -> tuple[bool, str]:
    """The first sentence that applies."""
    flat = asdict(facts)
    for row in TOLD[table]:
        wanted = {name: value if isinstance(value, list) else [value] for name, value in row["when"].items()}
        if all(flat[name] in values for name, values in wanted.items()):
            return row["allowed"], row["rule"]
    raise LookupError(facts)


@pytest.mark.parametrize(
    ("table", "facts", "decide"),
    [("link", links.Facts, links.decide), ("call", rules.Facts, rules.decide)],
    ids=["links", "calls"],
)
def test_every_question_is_answered_as_the_sentences_say(
    table: str, facts: type[Any], decide: Callable[[Any], Verdict]
) -> None:
    told = Counter[str]()
    for one in every(facts):
        verdict = decide(one)
        assert (verdict.allowed, verdict.rule) == said(table, one), one
        told[verdict.rule] += 1
    assert set(told) == {row["rule"] for row in TOLD[table]}


def test_a_link_is_valid_for_24_hours_and_no_more() -> None:
    made = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert links.within_a_day(made, made + timedelta(hours=23, minutes=59, seconds=59))
    assert not links.within_a_day(made, made + timedelta(hours=24))


def test_a_call_that_runs_may_run_past_its_link() -> None:
    for facts in every(links.Facts):
        if facts.call is CallState.LIVE:
            assert links.decide(facts) == links.decide(replace(facts, within_a_day=not facts.within_a_day))


def test_the_age_of_a_link_says_nothing_of_a_conference() -> None:
    for facts in every(links.Facts):
        if facts.link is For.CONFERENCE:
            assert links.decide(facts) == links.decide(replace(facts, within_a_day=not facts.within_a_day))


def test_a_guest_does_nothing_but_take_part() -> None:
    """T12: what a guest can do does not depend on any permission, and is in the call alone."""
    for facts in every(rules.Facts):
        if facts.taking is Taking.GUEST and rules.decide(facts):
            assert facts.act in rules.GUESTS_ALWAYS | rules.GUESTS_UNLESS_RESTRICTED | {Act.ENTER}
            assert not facts.over


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_a_permission_works_with_what_it_rests_on_alone(one: permissions.Permission) -> None:
    beside = one.any_of[:1]
    needed = {permissions.NUMBERED[row].code for row in (one.number, *one.needs, *beside)}
    everything = {other.code for other in ALL}
    assert permissions.works(one.number, needed)
    for code in needed:
        enough = {permissions.NUMBERED[row].code for row in one.any_of}
        without = (everything if code not in enough else everything - enough) - {code}
        assert not permissions.works(one.number, without)


@pytest.mark.parametrize("kind", Kind)
def test_no_guest_holds_any_of_the_nineteen(kind: Kind) -> None:
    held = [one.code for one in ALL if permissions.grantable(one.code, kind)]
    assert len(held) == (19 if kind is Kind.REGULAR else 0)


def test_both_spellings_are_one_code() -> None:
    assert permissions.canonical("xa_ocalLcalllog_call-logs") == "xa_ocall_calllog_call-logs"
    contacts = "xa_ocall_contact_list_contact-list"
    assert permissions.canonical(f"{contacts} ") == contacts
    assert permissions.canonical("xa_icall_anything") is None
    assert [one.number for one in ALL] == list(range(1, 20))


def test_only_what_works_counts() -> None:
    codes = {one.code for one in ALL} - {"xa_xassist"}
    assert permissions.effective(codes) == {"home_dashboard_access"}
    assert permissions.effective(one.code for one in ALL) == {one.code for one in ALL}
