"""Who may do what to a case: facts in, verdict and rule id out (spec 2.3, 4.2–4.6; security.md 1.3, 1.5.1).

Pure and total, as the kernel's own rules are. Looking is a union: the part that either the actor or the
person helped has in the case opens it. Acting is decided by the person helped alone, when somebody is
helped. The order of the refusals is part of the specification: the first that applies is the one told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alongside.assisting.rules import Mode, Verdict, allow, deny


class Act(StrEnum):
    """What can be done to a case. The values are the powers' names without the package."""

    VIEW = "view"  # the page of staff
    TRACK = "track"  # the owner's own page
    NOTE = "note"
    NOTE_PRIVATELY = "note_privately"
    ANSWER = "answer"
    ANSWER_APPOINTMENT = "answer_appointment"  # say that one does not suit
    RATE = "rate"  # say how content one is, once it is closed
    ATTACH = "attach"
    DETACH = "detach"  # delete a file
    CONTACT = "contact"  # change the contact details that the case carries
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    REASSIGN = "reassign"  # to another group
    ESCALATE = "escalate"
    CHANGE_STAGE = "change_stage"
    CHANGE_STATUS = "change_status"
    CHANGE_SUBTYPE = "change_subtype"
    SETTLE_TASK = "settle_task"  # say that it is done, or not needed
    EXTEND = "extend"
    ASK = "ask"  # collect information from the owner
    APPOINT = "appoint"
    LINK = "link"
    CONVERT = "convert"
    CLOSE = "close"
    REOPEN = "reopen"


# Spec C39: a monitor sees everything, notes (as whoever sees it does), and keeps the contact details; the
# owner answers what was asked, notes, adds files, and keeps their own details. A manager does everything.
OF_MONITORS = frozenset({Act.CONTACT})
OF_OWNERS = frozenset(
    {Act.TRACK, Act.NOTE, Act.ANSWER, Act.ANSWER_APPOINTMENT, Act.RATE, Act.ATTACH, Act.CONTACT}
)


# No part in a case stands for its owner's own page and opinion.
OF_OWNERS_ALONE = frozenset({Act.TRACK, Act.RATE})


@dataclass(frozen=True, slots=True)
class Part:
    """What one person has to do with a case."""

    manager: bool = False  # in the type's manager group, or the group that the case was given to
    monitor: bool = False
    owner: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision about a case may depend on."""

    act: Act
    mode: Mode
    gate: bool  # the actor may open the page of staff (spec C17)
    own: Part  # of the actor
    # Of the person helped; without meaning when nobody is. The anonymous user owns what was raised for
    # it in this sitting, and nothing else (spec 4.5).
    helped: Part
    lends: bool  # the tenant lets a manager's or monitor's part serve whoever helps them (spec 4.2)
    escalation: bool  # the actor is in the type's escalation group


def decide(facts: Facts) -> Verdict:
    """Whether this may be done to the case, and the id of the rule that decided."""
    if facts.act in OF_OWNERS and (owning := _owning(facts)):
        return owning
    if facts.act in OF_OWNERS_ALONE:
        return deny("not-their-case")
    seen = _view(facts)
    if facts.act is Act.VIEW or not seen:
        return seen
    if facts.act is Act.NOTE:
        return allow("whoever-sees-it-notes")
    if facts.act is Act.NOTE_PRIVATELY:
        return _note_privately(facts)
    return _act_alone(facts) if facts.mode is Mode.NONE else _act_for(facts)


def _owning(facts: Facts) -> Verdict | None:
    """What owners do with their own case, on their own page, by themselves or helped."""
    if facts.mode is Mode.NONE:
        return allow("own-case") if facts.own.owner else None
    if not facts.helped.owner:
        return None
    return allow("helping-the-owner" if facts.mode is Mode.USER else "raised-in-this-sitting")


def _view(facts: Facts) -> Verdict:
    if not facts.gate:
        return deny("no-case-pages")
    if facts.own.manager:
        return allow("case-manager")
    if facts.own.monitor:
        return allow("case-monitor")
    if facts.mode is Mode.USER and facts.lends and facts.helped.manager:
        return allow("helping-a-manager")
    if facts.mode is Mode.USER and facts.lends and facts.helped.monitor:
        return allow("helping-a-monitor")
    if facts.mode is not Mode.NONE and (owning := _owning(facts)):
        return owning
    return deny("no-part")


def _note_privately(facts: Facts) -> Verdict:
    """The agent's own part decides: what the owner never reads is written by staff as staff."""
    if facts.own.manager:
        return allow("case-manager")
    if facts.own.monitor:
        return allow("case-monitor")
    return allow("escalation-group") if facts.escalation else deny("private-notes-are-of-staff")


def _act_alone(facts: Facts) -> Verdict:
    if facts.own.manager:
        return allow("case-manager")
    return allow("case-monitor") if facts.act in OF_MONITORS else deny("monitors-look-on")


def _act_for(facts: Facts) -> Verdict:
    """The person helped decides alone; of a refusal, the actor's own part changes the words."""
    lent = facts.mode is Mode.USER and facts.lends
    if lent and facts.helped.manager:
        return allow("helping-a-manager")
    if lent and facts.helped.monitor:
        return allow("helping-a-monitor") if facts.act in OF_MONITORS else deny("monitors-look-on")
    if facts.helped.owner:
        return deny("helping-the-owner-hides-manager" if facts.own.manager else "owners-do-less")
    if facts.own.manager:
        return deny("helping-hides-manager")
    return deny("helping-hides-monitor")


@dataclass(frozen=True, slots=True)
class RaiseFacts:
    """What decides who raises a case of a type, for themselves or for whom they help (security.md K3d)."""

    in_use: bool  # the type is offered
    has_form: bool
    reaches: bool  # the actor reaches the form that begins it
    staff: bool
    anybody: bool  # also whoever is not signed in, who is not asked about here


def decide_raise(facts: RaiseFacts) -> Verdict:
    """Whoever reaches the form raises the case; where there is none, staff do."""
    if not facts.in_use:
        return deny("type-retired")
    if facts.staff and not facts.has_form:
        return allow("staff-raise")
    if not facts.has_form:
        return allow("open-to-anybody") if facts.anybody else deny("raised-by-staff")
    return allow("reaches-the-form") if facts.reaches else deny("form-out-of-reach")
