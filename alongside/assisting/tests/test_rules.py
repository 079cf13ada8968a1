"""The rules against their sentences: every question, not samples."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from alongside.assisting.rules import (
    OWN_RIGHT,
    Facts,
    Kind,
    MayActFacts,
    Mode,
    StartFacts,
    decide,
    decide_start,
    may_act,
)
from alongside.assisting.tests import tables


def test_every_deed_is_decided_as_the_sentences_say() -> None:
    asked = 0
    for facts in tables.every(Facts):
        verdict = decide(facts)
        assert (verdict.allowed, verdict.rule) == tables.expected_decide(facts), facts
        asked += 1
    assert asked == 6 * 3 * 2**10


def test_who_may_help_whom_is_decided_as_the_sentences_say() -> None:
    for facts in tables.every(MayActFacts):
        verdict = may_act(facts)
        assert (verdict.allowed, verdict.rule) == tables.expected_may_act(facts), facts


def test_every_wish_to_help_is_decided_as_the_sentences_say() -> None:
    asked = 0
    for facts in tables.every(StartFacts):
        verdict = decide_start(facts)
        assert (verdict.allowed, verdict.rule) == tables.expected_start(facts), facts
        asked += 1
    assert asked == 3 * 2**6 * 2**7


def test_every_sentence_decides_something() -> None:
    said = Counter(tables.expected_decide(facts)[1] for facts in tables.every(Facts))
    assert set(said) == {row["rule"] for row in tables.SENTENCES["decide"]}
    said = Counter(tables.expected_may_act(facts)[1] for facts in tables.every(MayActFacts))
    assert set(said) == {row["rule"] for row in tables.SENTENCES["may_act"]}


def test_helping_changes_nothing_of_what_the_actor_reaches_by_themselves() -> None:
    """T1: for staff and content powers the person, the sitting and who may help have no influence."""
    for facts in tables.every(Facts):
        if facts.kind in OWN_RIGHT:
            alone = replace(
                facts, mode=Mode.NONE, may_act=True, assistance_open=True, theirs=True, delegable=True
            )
            assert decide(facts) == decide(alone)


def test_there_is_no_third_source_of_rights() -> None:
    """T2: what is allowed while helping is the actor's own, or delegable and the person's."""
    for facts in tables.every(Facts):
        if facts.mode is Mode.NONE or not decide(facts):
            continue
        own = decide(replace(facts, mode=Mode.NONE))
        borrowed = facts.may_act and facts.assistance_open and facts.delegable and facts.theirs
        assert own or borrowed, facts


def test_the_actors_own_rights_have_no_influence_on_the_persons_own_things() -> None:
    """T3: with a power over the person's things, only the person's side decides."""
    for facts in tables.every(Facts):
        if facts.kind is Kind.OWN:
            assert decide(facts) == decide(replace(facts, holds_right=not facts.holds_right))
            assert decide(facts) == decide(replace(facts, reaches=not facts.reaches))


def test_nobody_gains_a_privilege_by_helping_its_holder() -> None:
    """T4: without the grant, whoever holds more cannot be helped."""
    for facts in tables.every(MayActFacts):
        if may_act(facts) and not facts.assist_staff and not facts.anonymous:
            assert facts.dominated


def test_tenants_are_apart() -> None:
    """T6"""
    assert not any(decide(facts) for facts in tables.every(Facts) if not facts.same_tenant)


def test_helping_never_begins_by_opening_an_address() -> None:
    assert not any(decide_start(facts) for facts in tables.every(StartFacts) if not facts.post)
