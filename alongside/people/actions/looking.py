"""Seeing one more person: counted, within limits, and covered where the agent also helps them.

Every door by which an agent comes to see somebody ends here, in the transaction of its own deed, so no
door can be left open (security.md T-18). Whom one may see at all is decided by the deed's own power.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused, recording_refusals
from alongside.assisting.models import Assistance
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.events import Event
from alongside.lib import clock
from alongside.people.actions import decoys, watching
from alongside.people.looking import facts, sketch
from alongside.people.looking.limits import Limits
from alongside.people.looking.rules import ENOUGH, Answer, decide
from alongside.people.models import Door, Look, LookingDay, Reason

# Whoever may look may say why.
GIVE_REASON = Power("people.give_reason", Kind.STAFF, right="people.view_details")

# An agent's day is looked at again with each so many people, and with each so many searches.
WATCHED_EACH, SEARCHES_WATCHED_EACH = 5, 20


class ReasonGiven(
    Event,
    kind="people.reason_given",
    title="Give reason to look",
    sentence="{actor} said why they look at {person}: {reason}",
    private=True,
):
    reason: str
    note: str


class ReasonWanted(Exception):
    """One more person can be shown once the agent has said why; nothing was done. `rule` says which limit
    was reached, `limits` what it is."""

    def __init__(self, acting: Acting, person_id: int, rule: str, limits: Limits) -> None:
        super().__init__(rule)
        self.acting, self.person_id, self.rule, self.limits = acting, person_id, rule, limits


@dataclass(frozen=True, slots=True)
class Why:
    """A reason to see somebody: one of the choices, and what exactly."""

    reason: Reason
    note: str


def give_reason(acting: Acting, person: Party, why: Why) -> None:
    """Say why one sees one more person today; then every door shows them. Raises `Refused` where
    looking has ended for today."""
    with acting.doing(GIVE_REASON, whose=person) as deed:
        look(acting, person, GIVE_REASON, Door.DETAILS, deed.at, why)
        deed.record(ReasonGiven(reason=str(why.reason.label), note=why.note))


def demand_room(acting: Acting, power: Power, person_id: int, *, reason_given: bool = False) -> None:
    """Raise what looking at this id would raise, before anybody looks whether there is such a person:
    so who has used up their looks learns nothing about ids (security.md T-20)."""
    with recording_refusals():
        known = facts.of(acting, person_id, clock.now(), reason_given=reason_given)
        _demand(acting, power, person_id, None, known)


def look(
    acting: Acting, person: Party, power: Power, door: Door, at: datetime, why: Why | None = None
) -> None:
    """Count that the actor sees the person, within the deed that shows them. Raises `ReasonWanted`, or
    `Refused` by the rules `looked-at-enough-people` and `not-among-those-sought` (spec G14); then nobody
    is shown and nothing is counted."""
    if person.is_anonymous_user:
        return
    if connection.features.has_select_for_update:
        assisting.in_turn(acting.actor.id)  # or two at once would both find room for the last one
    known = facts.of(acting, person.id, at, reason_given=why is not None, beginning=door is Door.HELP)
    if known.unsought and not known.facts.oneself:
        raise Refused(acting, power, deny("not-among-those-sought"), person)
    _demand(acting, power, person.id, person, known)
    if known.facts.oneself:
        return
    if known.decoy:
        decoys.touched(acting, person, str(door.label), at)
    if known.facts.seen_today:
        return
    contact = known.contact or door is Door.HELP
    Look.objects.create(
        agent_id=acting.actor.id,
        person_id=person.id,
        day=known.day,
        at=at,
        door=door,
        contact=contact,
        reason="" if why is None else why.reason,
        note="" if why is None else why.note,
    )
    outside = not known.limits.opens <= timezone.localtime(at).hour < known.limits.closes
    _add(
        acting,
        known.day,
        people=1,
        without_contact=int(not contact),
        outside=int(outside),
        reasons=int(why is not None),
    )
    if (known.facts.day + 1) % WATCHED_EACH == 0:
        watching.watch(acting, acting.actor.id, known.day, at, known.limits)


def follow(acting: Acting, assistance: Assistance) -> None:
    """To begin to help somebody is to see them, and covers the looks at them of that day. A follower of
    `assisting.actions`, within its transaction."""
    if not assistance.is_open or assistance.person.is_anonymous_user:
        return
    at = assistance.started_at
    look(acting, assistance.person, assisting.ASSIST, Door.HELP, at)
    looks = Look.objects.of_day(assistance.agent_id, timezone.localdate(at))
    if looks.filter(person_id=assistance.person_id, contact=False).update(contact=True):
        _add(acting, timezone.localdate(at), without_contact=-1)


def searched(acting: Acting, shown: tuple[int, ...], at: datetime) -> None:
    """Count a search and whom it showed, within its deed: a signal, never a limit, for honest questions
    have long answers."""
    if facts.looks_at_nobody_else(acting, 0):
        return
    today = timezone.localdate(at)
    _add(acting, today, searches=1)
    day = LookingDay.objects.get(agent_id=acting.actor.id, day=today)
    seen = sketch.with_people(bytes(day.sketch), shown)
    LookingDay.objects.filter(pk=day.pk).update(sketch=seen, shown=sketch.about(seen))
    if day.searches % SEARCHES_WATCHED_EACH == 0:
        limits = facts.of(acting, 0, at).limits
        watching.watch(acting, acting.actor.id, today, at, limits)


def _demand(acting: Acting, power: Power, person_id: int, whose: Party | None, known: facts.Known) -> None:
    verdict = decide(known.facts, known.limits)
    if verdict.answer is Answer.STOP:
        raise Refused(acting, power, deny(ENOUGH), whose)
    if verdict.answer is Answer.ASK:
        raise ReasonWanted(acting, person_id, verdict.rule, known.limits)


def _add(acting: Acting, day: date, **more: int) -> None:
    """Add to the agent's day. The row is locked until commit, so nothing added meanwhile is lost."""
    changes: dict[str, Any] = {name: F(name) + number for name, number in more.items() if number}
    if acting.source.address:
        changes["network"] = acting.source.address
    days = LookingDay.objects.filter(agent_id=acting.actor.id, day=day)
    if not days.update(**changes):
        LookingDay.objects.bulk_create([LookingDay(agent_id=acting.actor.id, day=day)], ignore_conflicts=True)
        days.update(**changes)
