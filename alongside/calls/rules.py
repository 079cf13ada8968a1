"""Who may do what in a call: facts in, verdict and rule id out (spec A2, A3, 4.14; security.md K10, K11).

Pure and total. In a call, taking part decides; what a regular user needs a permission for outside a call
is decided by that (`permissions`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alongside.assisting.rules import Verdict, allow, deny


class Act(StrEnum):
    """What can be done to a call. The values are the powers' names without the package."""

    JOIN = "join"  # as a regular user
    ENTER = "enter"  # as a guest, whose link was found good
    LEAVE = "leave"
    CHAT = "chat"
    ANNOTATE = "annotate"
    SHARE = "share"  # files, the screen, snapshots
    FETCH = "fetch"  # what was shared
    RECORD = "record"  # begin and end a recording
    CONSENT = "consent"  # to being recorded, or take that back
    ADMIT = "admit"  # from the lobby
    REMOVE = "remove"
    INVITE = "invite"
    END = "end"
    CANCEL = "cancel"


class Taking(StrEnum):
    """What somebody has to do with the call now."""

    NOTHING = "nothing"
    INVITED = "invited"  # a regular user who was asked to join
    WAITING = "waiting"  # in the lobby
    REGULAR = "regular"  # takes part
    GUEST = "guest"  # takes part, by a link


GUESTS_ALWAYS = frozenset({Act.LEAVE, Act.CHAT, Act.ANNOTATE, Act.FETCH, Act.CONSENT})
GUESTS_UNLESS_RESTRICTED = frozenset({Act.SHARE})


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision about a call may depend on."""

    act: Act
    taking: Taking
    organiser: bool  # made the call, or the service request that began it
    over: bool  # it has ended, or was cancelled
    begun: bool  # somebody has joined
    assist: bool  # holds access to Assist, and what it rests on
    invites_guests: bool
    guests_restricted: bool  # the tenant lets guests chat and annotate only (spec 4.14)


def decide(facts: Facts) -> Verdict:
    """Whether this may be done to the call, and the id of the rule that decided."""
    if facts.over:
        return deny("call-over")
    if facts.taking in (Taking.GUEST, Taking.WAITING) or facts.act is Act.ENTER:
        return _guest(facts)
    if not facts.assist:
        return deny("no-assist")
    if facts.act is Act.CANCEL:
        return _cancel(facts)
    if facts.act is Act.JOIN:
        asked = facts.organiser or facts.taking is not Taking.NOTHING
        return allow("asked-to-join") if asked else deny("not-asked-to-join")
    if facts.act is Act.INVITE:
        return _invite(facts)
    if facts.taking is not Taking.REGULAR:
        return deny("not-in-the-call")
    return allow("takes-part")


def _guest(facts: Facts) -> Verdict:
    if facts.act is Act.ENTER:
        return allow("let-in-by-a-link")
    if facts.taking is Taking.WAITING:
        return allow("leaves") if facts.act is Act.LEAVE else deny("waits-to-be-let-in")
    if facts.act in GUESTS_ALWAYS:
        return allow("guest-in-the-call")
    if facts.act in GUESTS_UNLESS_RESTRICTED:
        return deny("guests-chat-and-annotate") if facts.guests_restricted else allow("guest-in-the-call")
    return deny("guests-are-guests")


def _cancel(facts: Facts) -> Verdict:
    if not facts.organiser:
        return deny("whoever-made-it-cancels")
    return deny("call-begun") if facts.begun else allow("whoever-made-it-cancels")


def _invite(facts: Facts) -> Verdict:
    if not (facts.organiser or facts.taking is Taking.REGULAR):
        return deny("not-in-the-call")
    return allow("invites-guests") if facts.invites_guests else deny("no-inviting-guests")
