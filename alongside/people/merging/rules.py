"""Who may merge whom: facts in, verdict and rule id out. Pure and total, like the rules of the kernel.

The order of the refusals is part of the rule: the first that applies is the one an agent is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.assisting.rules import Verdict, allow, deny

# Whoever signed in within this time uses the account; closing it takes two agents (security.md T-11).
LATELY = timedelta(days=2 * 365)

TOLD = {
    "one-person": "These are one record already.",
    "not-people": "Only records of people are merged.",
    "nobody-merges-themselves": "Nobody merges their own record. Ask a colleague.",
    "merged-already": "One of these records was merged with another before.",
    "kept-not-active": "The record that stays is not in use. Keep the other one.",
    "absorbed-holds-rights": "The record that is closed holds a role or belongs to a staff group. "
    "Take these away first, or keep the other one.",
    "would-lose-account": "Only the record that is closed can sign in. Keep that one.",
    "being-helped": "Somebody is helping the person of the record that is closed at this moment. "
    "Merge when they have finished.",
    "approved-by-another": "Whoever proposed a merge does not approve it. Ask a colleague.",
    "not-awaiting": "This has been decided already.",
    "not-merged": "These records are not merged any more.",
    "erased": "One of these people has been erased.",
    "later-merge": "A later merge stands on this one. Undo that first.",
}


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """Everything that decides whether one record may be merged into another, beside the actor's right."""

    same: bool  # both are one record
    people: bool  # both are people: neither the anonymous user nor the house itself
    oneself: bool  # one of them is the actor's own
    merged: bool  # one of them has been merged into another
    kept_active: bool
    dominated: bool  # the actor holds every privilege that the kept one holds
    absorbed_holds: bool  # the absorbed one holds a role, a right or a staff group
    account_lost: bool  # the absorbed one can sign in, the kept one cannot
    being_helped: bool  # somebody is helping the absorbed one


def decide_merge(facts: MergeFacts) -> Verdict:
    """Whether one record may be merged into another."""
    refusals = (
        ("one-person", facts.same),
        ("not-people", not facts.people),
        ("nobody-merges-themselves", facts.oneself),
        ("merged-already", facts.merged),
        ("kept-not-active", not facts.kept_active),
        ("person-holds-more-rights", not facts.dominated),
        ("absorbed-holds-rights", facts.absorbed_holds),
        ("would-lose-account", facts.account_lost),
        ("being-helped", facts.being_helped),
    )
    return next((deny(rule) for rule, applies in refusals if applies), allow("own-right"))


def takes_two(signed_in: tuple[datetime | None, datetime | None], at: datetime) -> bool:
    """Whether a second agent must approve, by when each of the two signed in last: always when both ever
    did, and when either did within two years."""
    known = [moment for moment in signed_in if moment is not None]
    return len(known) == 2 or any(at - moment < LATELY for moment in known)
