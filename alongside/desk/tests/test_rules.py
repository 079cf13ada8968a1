"""The rules against their sentences, and against the table of roles: every question, not samples."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from alongside.assisting.tests.tables import every
from alongside.desk import rules
from alongside.desk.models.questions import rights_of
from alongside.desk.rules import Act, Facts, Rights, State, decide
from alongside.people import roles

TOLD = tomllib.loads((Path(rules.__file__).parent / "sentences.toml").read_text())["question"]
ALL = list(every(Facts))
OF_FACTS = [one.name for one in fields(Facts)]
OF_RIGHTS = [one.name for one in fields(Rights)]


def as_list(wanted: object) -> list[object]:
    return wanted if isinstance(wanted, list) else [wanted]


ROWS: list[tuple[list[tuple[str, list[object]]], tuple[bool, str]]] = [
    ([(name, as_list(wanted)) for name, wanted in row["when"].items()], (row["allowed"], row["rule"]))
    for row in TOLD
]


def said(facts: Facts) -> tuple[bool, str]:
    """The first sentence that applies."""
    flat: dict[str, Any] = {name: getattr(facts, name) for name in OF_FACTS}
    flat |= {name: getattr(facts.rights, name) for name in OF_RIGHTS}
    for when, answer in ROWS:
        if all(flat[name] in wanted for name, wanted in when):
            return answer
    raise LookupError(facts)


def test_every_question_is_answered_as_the_sentences_say() -> None:
    told = Counter[str]()
    for facts in ALL:
        verdict = decide(facts)
        assert (verdict.allowed, verdict.rule) == said(facts), facts
        told[verdict.rule] += 1
    assert len(ALL) == len(Act) * len(State) * 2**10 * 2**3
    assert set(told) == {row["rule"] for row in TOLD}


def test_nobody_approves_their_own() -> None:
    assert not any(decide(facts) for facts in ALL if facts.act is Act.DECIDE and facts.proposed_it)


def test_whoever_only_proposes_never_reaches_a_customer() -> None:
    for facts in ALL:
        if facts.act in (Act.SEND, Act.FORWARD) and not facts.rights.sends:
            assert not decide(facts)


def test_what_was_proposed_has_no_influence_on_whoever_may_not_know_it() -> None:
    """Beyond that it is pending: a proposal of somebody else's is answered as if it were nobody's."""
    for facts in ALL:
        if (
            not facts.rights.sees_proposals
            and not facts.rights.approves
            and facts.act is not Act.SEE_PROPOSAL
        ):
            assert decide(facts) == decide(replace(facts, proposed_it=False))


# Spec 2.2: Y in their own segments, A only what is in their hands, own only what they proposed, N never.
ROLES = ("CSR", "QA CSR", "QA Manager", "CSR Manager", "Administrator", "Superuser")
TABLE = {
    Act.VIEW: ("Y", "Y", "Y", "Y", "Y", "Y"),
    Act.DRAFT: ("Y", "Y", "Y", "Y", "Y", "Y"),
    Act.PICK: ("N", "N", "Y", "Y", "Y", "Y"),
    Act.SEND: ("A", "N", "Y", "Y", "Y", "Y"),
    Act.PROPOSE: ("N", "A", "N", "N", "N", "A"),
    Act.SEE_PROPOSAL: ("N", "own", "Y", "N", "N", "Y"),
    Act.DECIDE: ("N", "N", "Y", "N", "N", "Y"),
    Act.REASSIGN: ("N", "N", "Y", "Y", "Y", "Y"),
    Act.RESOLVE: ("A", "A", "Y", "Y", "Y", "Y"),
    Act.RETOPIC: ("A", "A", "Y", "Y", "Y", "Y"),
    Act.RETURN: ("A", "A", "Y", "Y", "Y", "Y"),
    Act.SET_ASIDE: ("A", "A", "Y", "Y", "Y", "Y"),
    Act.REFILE: ("A", "A", "Y", "Y", "Y", "Y"),
    Act.FORWARD: ("A", "N", "Y", "Y", "Y", "Y"),
}
STATE_OF = {Act.PICK: State.UNASSIGNED, Act.SEE_PROPOSAL: State.PENDING, Act.DECIDE: State.PENDING}
CELLS = [(act, role, cell) for act, row in TABLE.items() for role, cell in zip(ROLES, row, strict=True)]


@pytest.mark.parametrize(("act", "role", "cell"), CELLS, ids=[f"{role} {act}" for act, role, _ in CELLS])
def test_the_table_of_roles(act: Act, role: str, cell: str) -> None:
    rights = rights_of(frozenset(roles.STANDARD[role]))
    state = STATE_OF.get(act, State.ASSIGNED)

    def may(*, mine: bool, proposed_it: bool, in_segments: bool = True) -> bool:
        return bool(decide(Facts(act, state, rights, in_segments, mine, proposed_it)))

    assert may(mine=False, proposed_it=False) is (cell == "Y")
    if act is not Act.PICK:  # that is of what is in nobody's hands
        assert may(mine=True, proposed_it=False) is (cell in ("Y", "A"))
    if cell == "own":
        assert may(mine=True, proposed_it=True)
    assert not may(mine=True, proposed_it=True, in_segments=False)


@pytest.mark.parametrize("role", ROLES)
def test_every_agent_gets_the_next_question(role: str) -> None:
    assert rights_of(frozenset(roles.STANDARD[role])).works


PROPOSED = {"QA Manager": True, "Superuser": True}


@pytest.mark.parametrize("role", ROLES)
def test_who_reassigns_what_waits_for_approval(role: str) -> None:
    rights = rights_of(frozenset(roles.STANDARD[role]))
    facts = Facts(Act.REASSIGN, State.PENDING, rights, in_segments=True, mine=False, proposed_it=False)
    assert bool(decide(facts)) is PROPOSED.get(role, False)


def test_residents_have_nothing_to_do_with_the_desk() -> None:
    nobody = rights_of(frozenset())
    assert nobody == Rights(*[False] * 10)
    for facts in every(Facts):
        if facts.rights == nobody and facts.act is not Act.SEE_PROPOSAL:
            assert not decide(facts)
