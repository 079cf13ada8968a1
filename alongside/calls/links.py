"""Whether a link lets somebody into a call: facts in, verdict and rule id out (spec A12–A16, 4.15–4.17).

Pure and total. A link is for one conference, or for one service request. Opening it says what it is for;
only joining, which is a POST, decides and begins anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from alongside.assisting.rules import Verdict, allow, deny

LIFETIME = timedelta(hours=24)  # of a service request, from when its link was made


class For(StrEnum):
    CONFERENCE = "conference"
    SERVICE_REQUEST = "service_request"


class CallState(StrEnum):
    NONE = "none"  # no call: of a service request that nobody opened; a conference always has one
    EMPTY = "empty"  # it was made, and nobody has joined yet
    LIVE = "live"
    OVER = "over"  # everybody left; of a service request, after an expert had joined
    UNANSWERED = "unanswered"  # of a service request: the guest hung up before any expert joined
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides whether a link lets somebody in."""

    known: bool  # the link is one of this tenant's
    revoked: bool  # taken back, or replaced by a newer one
    link: For
    call: CallState
    within_a_day: bool  # now is earlier than 24 hours after the link was made
    terms: bool  # the terms of use in force were confirmed
    licence: bool  # a guest licence is free, or the guest has one in this call


def within_a_day(made_at: datetime, now: datetime) -> bool:
    """The last moment is not within it: 24 hours and no more (spec A14)."""
    return now < made_at + LIFETIME


def decide(facts: Facts) -> Verdict:
    """Whether the link lets its bearer join now."""
    if not facts.known:
        return deny("link-unknown")
    if facts.revoked:
        return deny("link-revoked")
    valid = _conference(facts) if facts.link is For.CONFERENCE else _service_request(facts)
    if not valid:
        return valid
    if not facts.terms:
        return deny("terms-not-confirmed")
    return valid if facts.licence else deny("no-guest-licence-free")


def _conference(facts: Facts) -> Verdict:
    """Valid as long as the call exists: from when it was made until the last one left (spec A13, 4.17)."""
    if facts.call is CallState.CANCELLED:
        return deny("call-cancelled")
    if facts.call in (CallState.EMPTY, CallState.LIVE):
        return allow("call-exists")
    return deny("everybody-left")


def _service_request(facts: Facts) -> Verdict:
    """One call, begun within 24 hours (spec A14, A15, 4.16). One that runs may run longer."""
    if facts.call is CallState.CANCELLED:
        return deny("call-cancelled")
    if facts.call in (CallState.EMPTY, CallState.LIVE):
        return allow("call-exists")
    if facts.call is CallState.OVER:
        return deny("link-used-up")
    return allow("begins-the-call") if facts.within_a_day else deny("link-older-than-a-day")
