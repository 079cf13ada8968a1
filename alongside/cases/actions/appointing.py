"""Appointments with owners: made, moved, cancelled, and what owners say to them (spec C36, C41)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import keeping
from alongside.cases.actions.hands import opened
from alongside.cases.actions.working import NotNow, demand_open, save, working
from alongside.cases.models import Appointment, Case, How, Reply
from alongside.cases.models.appointments import LONGEST_ABOUT, LONGEST_PLACE, LONGEST_REPLY
from alongside.history.events import Event
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.models import Person

APPOINT = Power("cases.appoint", Kind.MATTER)
ANSWER_APPOINTMENT = Power("cases.answer_appointment", Kind.MATTER)

SHORTEST, LONGEST = 5, 24 * 60  # minutes
FARTHEST = timedelta(days=2 * 365)
MOST = 50  # in a case


class Appointed(
    Event,
    kind="cases.appointed",
    title="Appointment Made",
    sentence="{actor} made an appointment in the case {reference} for {person}: {when}",
    sentence_self="{actor} made an appointment in the case {reference}: {when}",
):
    """`appointment` is its id, `keeper` the ref of who keeps it, where somebody does; where it is and what
    about is kept with it alone."""

    reference: str
    appointment: str
    when: str
    keeper: str = ""


class AppointmentMoved(
    Event,
    kind="cases.appointment_moved",
    title="Appointment Changed",
    sentence="{actor} changed an appointment in the case {reference} for {person}: {when}",
    sentence_self="{actor} changed an appointment in the case {reference}: {when}",
):
    """`before` is the ref of who kept it until now, where that is somebody else."""

    reference: str
    appointment: str
    when: str
    keeper: str = ""
    before: str = ""


class AppointmentCancelled(
    Event,
    kind="cases.appointment_cancelled",
    title="Appointment Cancelled",
    sentence="{actor} cancelled the appointment in the case {reference} for {person}: {when}",
    sentence_self="{actor} cancelled the appointment in the case {reference}: {when}",
):
    reference: str
    appointment: str
    when: str
    keeper: str = ""


class AppointmentAnswered(
    Event,
    kind="cases.appointment_answered",
    title="Appointment Answered",
    sentence="{actor} said for {person} that the appointment in the case {reference} does not suit: {when}",
    sentence_self="{actor} said that the appointment in the case {reference} does not suit: {when}",
):
    """`reply` is one of `models.Reply`; what was written with it is kept with the appointment alone."""

    reference: str
    appointment: str
    when: str
    reply: str


@dataclass(frozen=True)
class Meeting:
    """What is said of an appointment. `where` is a place, a telephone number or the address of a call;
    `keeper` is who meets the owner."""

    how: How
    begins_at: datetime
    minutes: int = 30
    where: str = ""
    about: str = ""
    keeper: Person | None = None


def appoint(acting: Acting, case: Case, meeting: Meeting) -> Appointment:
    """Make an appointment with the owner, who is told of it, as its keeper is. A new case is thereby open.
    Raises `Misfit`, also where the keeper has another at that time."""
    meeting = _checked(meeting)
    with working(acting, APPOINT, case) as (deed, current):
        demand_open(current)
        if current.appointments.kept().count() >= MOST:
            raise NotNow(f"There are {MOST} appointments in this case already.")
        _demand_time(current, meeting)
        made = Appointment(
            case=current, actor_id=acting.actor.id, person_id=acting.person_id, made_at=deed.at
        )
        _say(made, meeting)
        made.save(force_insert=True)
        opened(current)
        save(deed, current, "status")
        event = Appointed(current.reference, str(made.pk), made.when, _ref(made.keeper))
        deed.record(event, about=current)
        return made


def move_appointment(acting: Acting, case: Case, number: uuid.UUID, meeting: Meeting) -> Appointment:
    """Change an appointment, which asks its owner anew. Raises `Misfit` and `NotNow`."""
    meeting = _checked(meeting)
    with working(acting, APPOINT, case) as (deed, current):
        demand_open(current)
        moved = _to_come(deed, current, number)
        if _said(moved) == meeting:
            raise NotNow("Nothing was changed.")
        _demand_time(current, meeting, moved)
        before = "" if moved.keeper == meeting.keeper else _ref(moved.keeper)
        _say(moved, meeting)
        moved.changes += 1
        moved.reply, moved.reply_text, moved.replied_at = "", "", None
        moved.save()
        event = AppointmentMoved(current.reference, str(moved.pk), moved.when, _ref(moved.keeper), before)
        deed.record(event, about=current)
        return moved


def cancel_appointment(acting: Acting, case: Case, number: uuid.UUID) -> Appointment:
    """Cancel it, also in a case that is closed. Raises `NotNow`."""
    with working(acting, APPOINT, case) as (deed, current):
        gone = _to_come(deed, current, number)
        gone.cancelled_at = deed.at
        gone.changes += 1
        gone.save(update_fields=["cancelled_at", "changes"])
        event = AppointmentCancelled(current.reference, str(gone.pk), gone.when, _ref(gone.keeper))
        deed.record(event, about=current)
        return gone


def answer_appointment(
    acting: Acting, case: Case, number: uuid.UUID, reply: Reply, text: str = ""
) -> Appointment:
    """Say, as the owner or with them, that it does not suit; whoever works on the case is told and moves or
    cancels it. Raises `Misfit` and `NotNow`."""
    text = " ".join(text.split())
    if len(text) > LONGEST_REPLY or "\x00" in text:
        raise Misfit({"text": f"Use at most {LONGEST_REPLY} characters."})
    if reply is Reply.ANOTHER and not text:
        raise Misfit({"text": "Say which days and times suit you."})
    with working(acting, ANSWER_APPOINTMENT, case) as (deed, current):
        one = _to_come(deed, current, number)
        one.reply, one.reply_text, one.replied_at = reply, text, deed.at
        one.save(update_fields=["reply", "reply_text", "replied_at"])
        event = AppointmentAnswered(current.reference, str(one.pk), one.when, reply.value)
        deed.record(event, about=current)
        return one


def _checked(meeting: Meeting) -> Meeting:
    """The same as it is kept; raises `Misfit`."""
    errors: dict[str, str] = {}
    where, about = " ".join(meeting.where.split()), " ".join(meeting.about.split())
    now = clock.now()
    if meeting.begins_at <= now:
        errors["day"] = "Choose a time that is still to come."
    elif meeting.begins_at > now + FARTHEST:
        errors["day"] = "Choose a day within the next two years."
    if not SHORTEST <= meeting.minutes <= LONGEST:
        errors["minutes"] = f"Enter a number of minutes from {SHORTEST} to {LONGEST}."
    if meeting.how is How.PLACE and not where:
        errors["where"] = "Say where it is."
    for name, text, longest in (("where", where, LONGEST_PLACE), ("about", about, LONGEST_ABOUT)):
        if len(text) > longest or "\x00" in text:
            errors[name] = f"Use at most {longest} characters."
    if errors:
        raise Misfit(errors)
    return Meeting(meeting.how, meeting.begins_at, meeting.minutes, where, about, meeting.keeper)


def _demand_time(case: Case, meeting: Meeting, moved: Appointment | None = None) -> None:
    """Raises `Misfit` where the keeper is none of this case, or has another appointment then. Of two that are
    made for them at once the second waits for the first."""
    keeper = meeting.keeper
    if keeper is None:
        return
    if (moved is None or moved.keeper_id != keeper.pk) and keeper not in keeping.keepers(case):
        raise Misfit({"keeper": "Choose somebody who keeps appointments in such cases."})
    assisting.in_turn(keeper.pk)
    ends_at = meeting.begins_at + timedelta(minutes=meeting.minutes)
    if other := keeping.in_the_way(keeper, meeting.begins_at, ends_at, moved):
        raise Misfit(
            {"time": f"{keeper.name} has another appointment then: {other.when}, {other.minutes} minutes."}
        )


def _ref(keeper: Person | None) -> str:
    return str(keeper.ref) if keeper is not None else ""


def _to_come(deed: Deed, case: Case, number: uuid.UUID) -> Appointment:
    found: Appointment | None = case.appointments.select_related("keeper").filter(pk=number).first()
    if found is None:
        raise NotNow("This case has no such appointment.")
    if found.cancelled_at is not None:
        raise NotNow("It is cancelled already.")
    if not found.is_to_come(deed.at):
        raise NotNow("It is over.")
    return found


def _say(appointment: Appointment, meeting: Meeting) -> None:
    appointment.how, appointment.where, appointment.about = meeting.how.value, meeting.where, meeting.about
    appointment.begins_at, appointment.minutes = meeting.begins_at, meeting.minutes
    appointment.keeper = meeting.keeper


def _said(kept: Appointment) -> Meeting:
    return Meeting(How(kept.how), kept.begins_at, kept.minutes, kept.where, kept.about, kept.keeper)
