"""The rules against their sentences and the rows of the specification: every question, not samples."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alongside.assisting.rules import Mode
from alongside.assisting.tests.tables import every
from alongside.cases import rules
from alongside.cases.rules import Act, Facts, Part, RaiseFacts, decide, decide_raise

TOLD = tomllib.loads((Path(rules.__file__).parent / "sentences.toml").read_text())
ALL = list(every(Facts))


def said(facts: Facts) -> tuple[bool, str]:
    """The first sentence that applies."""
    flat: dict[str, Any] = {
        "act": facts.act.value,
        "mode": facts.mode.value,
        "gate": facts.gate,
        "lends": facts.lends,
        "escalation": facts.escalation,
        **{f"own_{name}": getattr(facts.own, name) for name in ("manager", "monitor", "owner")},
        **{f"helped_{name}": getattr(facts.helped, name) for name in ("manager", "monitor", "owner")},
    }
    for row in TOLD["case"]:
        when = dict(row["when"])
        if (whose := when.pop("acts_of", None)) and facts.act.value not in TOLD["acts"][whose]:
            continue
        if "visible" in when and when.pop("visible") != said_visible(facts):
            continue
        if all(flat[name] == wanted for name, wanted in when.items()):
            return row["allowed"], row["rule"]
    raise LookupError(facts)


def said_visible(facts: Facts) -> bool:
    rows = [row for row in TOLD["case"] if row["when"].get("act") == "view" and row["allowed"]]
    flat = {
        "mode": facts.mode.value,
        "lends": facts.lends,
        **{f"own_{name}": getattr(facts.own, name) for name in ("manager", "monitor", "owner")},
        **{f"helped_{name}": getattr(facts.helped, name) for name in ("manager", "monitor", "owner")},
    }
    return facts.gate and any(
        all(flat[name] == wanted for name, wanted in row["when"].items() if name != "act") for row in rows
    )


def test_every_question_is_answered_as_the_sentences_say() -> None:
    for facts in ALL:
        verdict = decide(facts)
        assert (verdict.allowed, verdict.rule) == said(facts), facts
    assert len(ALL) == len(Act) * 3 * 2 * 8 * 8 * 2 * 2


def test_every_sentence_decides_something() -> None:
    assert set(Counter(decide(facts).rule for facts in ALL)) == {row["rule"] for row in TOLD["case"]}


NOBODY, MANAGER, MONITOR, OWNER = Part(), Part(manager=True), Part(monitor=True), Part(owner=True)
HELPED = {
    "nobody": None,
    "a manager": MANAGER,
    "a monitor": MONITOR,
    "the owner": OWNER,
    "a stranger": NOBODY,
}

# Spec 2.3, rows 1–15: the agent's own part, who is helped, view, perform actions, note on the page.
ROWS = [
    (1, MANAGER, "nobody", True, True),
    (2, MANAGER, "a manager", True, True),
    (3, MANAGER, "a monitor", True, True),
    (4, MANAGER, "the owner", True, True),
    (5, MANAGER, "a stranger", True, False),
    (6, MONITOR, "nobody", True, True),
    (7, MONITOR, "a manager", True, True),
    (8, MONITOR, "a monitor", True, True),
    (9, MONITOR, "the owner", True, True),
    (10, MONITOR, "a stranger", True, False),
    (11, NOBODY, "nobody", False, False),
    (12, NOBODY, "a manager", True, True),
    (13, NOBODY, "a monitor", True, True),
    (14, NOBODY, "the owner", True, True),
    (15, NOBODY, "a stranger", False, False),
]


def asked(own: Part, helped: str, act: Act, *, gate: bool = True, mode: Mode | None = None) -> bool:
    part = HELPED[helped]
    mode = mode or (Mode.NONE if part is None else Mode.USER)
    return bool(decide(Facts(act, mode, gate, own, part or NOBODY, lends=True, escalation=False)))


@pytest.mark.parametrize(("row", "own", "helped", "view", "act"), ROWS, ids=lambda value: str(value))
def test_the_rows_of_the_specification(row: int, own: Part, helped: str, view: bool, act: bool) -> None:
    assert asked(own, helped, Act.VIEW) is view
    assert asked(own, helped, Act.CONTACT) is act, "updating contact details is what every part may do (C24)"
    assert asked(own, helped, Act.NOTE) is view, "whoever cannot open it notes by reference (4.3)"
    assert not asked(own, helped, Act.VIEW, gate=False)
    decides = HELPED[helped] or own
    for manages in (Act.CLOSE, Act.ESCALATE, Act.REASSIGN, Act.EXTEND):
        assert asked(own, helped, manages) is (view and decides.manager)
        assert not asked(own, helped, manages, gate=False)


def test_row_16_the_owner_follows_it_on_their_own_pages_alone() -> None:
    assert not asked(OWNER, "nobody", Act.VIEW)
    assert not asked(OWNER, "nobody", Act.CLOSE)
    assert asked(OWNER, "nobody", Act.TRACK, gate=False)


@pytest.mark.parametrize("own", [NOBODY, MONITOR, MANAGER])
def test_row_17_the_anonymous_user_is_somebody_without_access(own: Part) -> None:
    for act in Act:
        as_anybody = asked(own, "a stranger", act)
        assert asked(own, "a stranger", act, mode=Mode.ANON) is as_anybody


def test_what_one_does_for_somebody_is_decided_by_them_alone() -> None:
    """T3: the actor's own part has no influence on what they do for somebody."""
    own_part = {Act.VIEW, Act.NOTE, Act.NOTE_PRIVATELY}
    for facts in ALL:
        if facts.mode is not Mode.NONE and facts.act not in own_part:
            without = decide(replace(facts, own=NOBODY))
            if decide(facts) and not without:
                pytest.fail(f"the actor's own part lent something: {facts}")
            if without and not decide(facts):
                pytest.fail(f"the actor's own part took something: {facts}")


def test_whoever_may_act_may_look() -> None:
    """T13, on the page of staff or on the owner's own."""
    for facts in ALL:
        if decide(facts):
            looks = decide(replace(facts, act=Act.VIEW)) or decide(replace(facts, act=Act.TRACK))
            assert looks, facts


def test_where_parts_are_not_lent_only_the_owners_opens_a_case_to_whoever_helps() -> None:
    for facts in ALL:
        if facts.mode is Mode.USER and not facts.lends and not facts.helped.owner and facts.act is Act.VIEW:
            assert bool(decide(facts)) is (facts.gate and (facts.own.manager or facts.own.monitor))


def test_who_raises_a_case_is_decided_as_the_sentences_say() -> None:
    for facts in every(RaiseFacts):
        row = next(
            row
            for row in TOLD["raise"]
            if all(getattr(facts, name) == wanted for name, wanted in row["when"].items())
        )
        verdict = decide_raise(facts)
        assert (verdict.allowed, verdict.rule) == (row["allowed"], row["rule"]), facts
