"""The decisions of the delegation kernel: facts in, verdict and rule id out.

Pure and total: no database, no clock, default deny. Facts have finitely many values, so the tests
ask every question that can be asked and compare the answers with `sentences.toml`, where each rule
is a sentence with its source. The order of the refusals is part of the specification: the first
that applies is the one a person is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Whose rights decide (security.md 1.3)."""

    STAFF = "staff"  # the actor's own right; helping somebody changes nothing (K2, K6–K10)
    CONTENT = "content"  # the actor's own groups; helping somebody changes nothing (K1)
    OWN = "own"  # things of the person the deed is for (K4)
    OPEN = "open"  # anybody signed in (K3c, K3d)
    MATTER = "matter"  # the thing's own rules, over the actor and the person the deed is for (K3a, K3b)
    DUTY = "duty"  # the thing's own rules, over the actor alone; helping somebody changes nothing (K8)


# What the actor does by their own right: whoever they help changes neither the answer nor the record.
OWN_RIGHT = frozenset({Kind.STAFF, Kind.CONTENT, Kind.DUTY})


class Mode(StrEnum):
    """For whom the actor acts."""

    NONE = "none"  # for themselves
    ANON = "anon"  # for the anonymous user
    USER = "user"  # for a person


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    rule: str

    def __bool__(self) -> bool:
        return self.allowed


def allow(rule: str) -> Verdict:
    return Verdict(True, rule)


def deny(rule: str) -> Verdict:
    return Verdict(False, rule)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision may depend on."""

    kind: Kind
    mode: Mode
    signed_in: bool
    same_tenant: bool  # actor, person and thing belong to one tenant
    assistance_open: bool  # the sitting has not ended; without meaning when mode is NONE
    may_act: bool  # the actor may still help this person; without meaning when mode is NONE
    holds_right: bool  # the actor holds the right that a STAFF power asks for
    within_segments: bool  # the person looked at is in a segment of the actor
    reaches: bool  # the thing is secured to no group, or to one of the actor's
    theirs: bool  # the thing belongs to the person the deed is for
    delegable: bool  # the power may be used for somebody else (security.md 1.3, "never delegable")
    matter: Verdict  # what the rules of the thing's own package say, for a power that asks them


def decide(facts: Facts) -> Verdict:
    """Whether the deed may be done, and the id of the rule that decided."""
    if not facts.signed_in:
        return deny("not-signed-in")
    if not facts.same_tenant:
        return deny("other-tenant")
    if facts.kind is Kind.STAFF:
        return _staff(facts)
    if facts.kind is Kind.CONTENT:
        return allow("reaches-content") if facts.reaches else deny("secured-content")
    if facts.kind is Kind.DUTY:
        return facts.matter
    if facts.mode is not Mode.NONE:
        if not facts.assistance_open:
            return deny("assistance-ended")
        if not facts.may_act:
            return deny("may-not-help")
    if facts.kind is Kind.OPEN:
        return allow("anybody-signed-in")
    if facts.kind is Kind.MATTER:
        return facts.matter
    return _own(facts)


def _staff(facts: Facts) -> Verdict:
    if not facts.holds_right:
        return deny("right-missing")
    if not facts.within_segments:
        return deny("other-segment")
    return allow("own-right")


def _own(facts: Facts) -> Verdict:
    if not facts.theirs:
        return deny("not-theirs")
    if facts.mode is Mode.NONE:
        return allow("own-thing")
    if not facts.delegable:
        return deny("never-delegable")
    return allow("on-behalf")


class Target(StrEnum):
    """What is known of the person somebody wants to help."""

    KNOWN = "known"
    FOREIGN = "foreign"  # of another tenant
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MayActFacts:
    """What decides who may help whom (security.md 1.2)."""

    assist: bool  # the agent holds the right to help
    same: bool  # agent and person are the same
    active: bool  # the person's record is in use
    anonymous: bool  # the person is the anonymous user
    within_segments: bool  # the two share a segment
    dominated: bool  # the agent holds every privilege that the person holds
    assist_staff: bool  # a dated, reasoned grant lets the agent help colleagues


def may_act(facts: MayActFacts) -> Verdict:
    """Whether one person may help another: nobody borrows a privilege by helping its holder."""
    if not facts.assist:
        return deny("no-right-to-help")
    if facts.same:
        return deny("nobody-helps-themselves")
    if facts.anonymous:
        return allow("may-help-anonymous")
    if not facts.active:
        return deny("person-not-active")
    if not facts.within_segments:
        return deny("person-in-other-segment")
    if facts.dominated:
        return allow("may-help")
    if facts.assist_staff:
        return allow("may-help-staff")
    return deny("person-holds-more-rights")


@dataclass(frozen=True, slots=True)
class StartFacts:
    """What decides whether helping may begin (security.md 1.5.2)."""

    signed_in: bool
    post: bool
    csrf: bool
    same_origin: bool
    second_factor_fresh: bool
    target: Target
    elsewhere: bool  # the agent is already helping somebody
    person: MayActFacts


def decide_start(facts: StartFacts) -> Verdict:
    """Whether an agent may begin to help a person."""
    if not facts.signed_in:
        return deny("not-signed-in")
    if not facts.person.assist:
        return deny("no-right-to-help")
    if not facts.post:
        return deny("not-a-post")
    if not facts.csrf:
        return deny("forged")
    if not facts.same_origin:
        return deny("foreign-origin")
    if not facts.second_factor_fresh:
        return deny("second-factor-old")
    if facts.target is not Target.KNOWN:
        return deny("person-not-found")
    who = may_act(facts.person)
    if not who:
        return who
    if facts.elsewhere:
        return deny("already-helping")
    return who
