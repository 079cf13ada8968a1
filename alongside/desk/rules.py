"""Who may do what to a question: facts in, verdict and rule id out (spec 2.2, 4.24–4.25; security.md 1.5.3).

Pure and total, as the kernel's own rules are. The agent's own rights and segments decide, whoever they
help. A right says what somebody may do at all; the state of the question, in whose hands it is and who
proposed its answer say whether it is done now. The first refusal that applies is the one told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alongside.assisting.rules import Verdict, allow, deny


class Act(StrEnum):
    """What can be done to a question. The values are the powers' names without the package."""

    VIEW = "view"
    DRAFT = "draft"  # keep what they are writing, for themselves
    PICK = "pick"  # take a chosen one that waits ("Get This")
    REASSIGN = "reassign"  # put it into somebody's hands
    RETURN = "return"  # to the queue
    SEND = "send"  # an answer, to the customer
    PROPOSE = "propose"  # an answer, to whoever approves
    SEE_PROPOSAL = "see_proposal"
    DECIDE = "decide"  # approve or reject what was proposed
    RESOLVE = "resolve"  # without an answer
    RETOPIC = "retopic"
    SET_ASIDE = "set_aside"  # as spam
    REFILE = "refile"  # into another conversation, or one of its own
    FORWARD = "forward"  # to somebody outside, who answers


class State(StrEnum):
    UNASSIGNED = "unassigned"
    ASSIGNED = "assigned"
    PENDING = "pending"  # an answer was proposed
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Rights:
    """What the agent's own roles let them do (spec 2.2)."""

    views: bool
    works: bool  # gets the next question, and may be given one
    picks: bool
    sends: bool
    proposes: bool
    sees_proposals: bool
    approves: bool
    reassigns: bool
    reassigns_proposed: bool
    full: bool  # works on questions of their segments in whosever hands they are


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision about a question may depend on."""

    act: Act
    state: State
    rights: Rights
    in_segments: bool  # the question's segment is one of the agent's, or the agent passes all of them
    mine: bool  # it is in the agent's hands
    proposed_it: bool  # the answer that waits for approval is the agent's own


def decide(facts: Facts) -> Verdict:
    """Whether this may be done to the question, and the id of the rule that decided."""
    if not facts.in_segments:
        return deny("question-of-another-segment")
    if facts.act is Act.SEE_PROPOSAL:
        return _see_proposal(facts)
    if not facts.rights.views:
        return deny("no-desk")
    if facts.act in (Act.VIEW, Act.DRAFT):  # whatever became of it, what was typed is kept
        return allow("agent-of-the-segment")
    if facts.state is State.RESOLVED:
        return deny("question-resolved")
    if facts.act is Act.DECIDE:
        return _decide_on(facts)
    if facts.act is Act.REASSIGN:
        return _reassign(facts)
    if facts.state is State.PENDING:
        return deny("answer-proposed")
    if facts.act is Act.PICK:
        return _pick(facts)
    return _work(facts)


def _see_proposal(facts: Facts) -> Verdict:
    """Whoever may not know what was proposed learns neither what it says nor, by asking, why not."""
    if facts.rights.sees_proposals:
        return allow("sees-proposals")
    return allow("own-proposal") if facts.proposed_it else deny("proposals-are-for-approval")


def _decide_on(facts: Facts) -> Verdict:
    if not facts.rights.approves:
        return deny("proposals-are-for-approval")
    if facts.state is not State.PENDING:
        return deny("nothing-proposed")
    return deny("nobody-approves-their-own") if facts.proposed_it else allow("approves")


def _reassign(facts: Facts) -> Verdict:
    if facts.state is not State.PENDING:
        return allow("reassigns") if facts.rights.reassigns else deny("managers-reassign")
    return allow("reassigns") if facts.rights.reassigns_proposed else deny("answer-proposed")


def _pick(facts: Facts) -> Verdict:
    if facts.state is not State.UNASSIGNED:
        return deny("somebody-has-it")
    return allow("picks") if facts.rights.picks else deny("work-comes-by-get-next")


def _work(facts: Facts) -> Verdict:
    """What is done with a question in hand; whoever has full access needs it in nobody's."""
    if facts.act is Act.PROPOSE and not facts.rights.proposes:
        return deny("answers-directly" if facts.rights.sends else "no-desk")
    if facts.act in (Act.SEND, Act.FORWARD) and not facts.rights.sends:
        return deny("answers-are-proposed" if facts.rights.proposes else "no-desk")
    if facts.mine and facts.state is State.ASSIGNED:
        return allow("in-hand")
    if facts.rights.full and facts.act is not Act.PROPOSE:
        return allow("full-access")
    return deny("not-in-hand")
