"""Who looked at whom, for those who look after it: of agents whose segments they share.

What is read grows with the agents and with a day's looks, never with the people or the years.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Exists, OuterRef

from alongside.lib import keyset
from alongside.lib.keyset import Leaf
from alongside.people.models import (
    Door,
    Look,
    LookingAlert,
    LookingAlertQuerySet,
    LookingDay,
    LookingDayQuerySet,
    LookingLeave,
    Person,
    Reason,
    SegmentMember,
)

LOOKS_BACK = timedelta(days=30)
MOST_ALERTS = 50
PAGE = 100  # looks, or alerts


@dataclass(frozen=True, slots=True)
class AgentDay:
    """One agent's numbers of one day. `usual` is their median of the thirty days before, if they
    worked on any."""

    agent_id: int
    name: str
    day: date
    people: int
    without_contact: int
    reasons: int
    searches: int
    shown: int
    usual: float | None

    @property
    def with_contact(self) -> int:
        return self.people - self.without_contact


@dataclass(frozen=True, slots=True)
class AgentMonth:
    """One agent's numbers of thirty days; `usual` is the median day, `most` the greatest."""

    agent_id: int
    name: str
    days: int
    people: int
    without_contact: int
    reasons: int
    usual: float
    most: int
    last: date

    @property
    def with_contact(self) -> int:
        return self.people - self.without_contact


@dataclass(frozen=True, slots=True)
class Seen:
    """A look, as a line of the agent's day."""

    at: datetime
    sentence: str
    note: str


def of_day(day: date, segments: Collection[int]) -> list[AgentDay]:
    """Every agent who looked at or searched for anybody on this day, the most without a contact first."""
    usual = _usual(day, segments)
    rows = _named(_seen(segments).filter(day=day))
    days = [
        AgentDay(
            agent_id=one.agent_id,
            name=one.agent.name,
            day=one.day,
            people=one.people,
            without_contact=one.without_contact,
            reasons=one.reasons,
            searches=one.searches,
            shown=one.shown,
            usual=usual.get(one.agent_id),
        )
        for one in rows
    ]
    return sorted(days, key=lambda one: (-one.without_contact, -one.people, one.name))


def of_month(last: date, segments: Collection[int]) -> list[AgentMonth]:
    """The same of the thirty days that end with this one."""
    found: dict[int, list[LookingDay]] = {}
    for one in _named(_seen(segments).between(last - LOOKS_BACK, last)):
        found.setdefault(one.agent_id, []).append(one)
    months = [
        AgentMonth(
            agent_id=agent,
            name=days[0].agent.name,
            days=len(days),
            people=sum(one.people for one in days),
            without_contact=sum(one.without_contact for one in days),
            reasons=sum(one.reasons for one in days),
            usual=median(one.people for one in days),
            most=max(one.people for one in days),
            last=max(one.day for one in days),
        )
        for agent, days in found.items()
    ]
    return sorted(months, key=lambda one: (-one.without_contact, -one.people, one.name))


def days_of(agent_id: int, last: date) -> list[LookingDay]:
    """An agent's days of the last thirty, the newest first."""
    days = LookingDay.objects.filter(agent_id=agent_id).between(last - LOOKS_BACK, last)
    return list(days.defer("sketch").order_by("-day"))


def looks_of(
    agent_id: int, day: date, segments: Collection[int], asked: Mapping[str, str]
) -> tuple[list[Seen], Leaf[Look]]:
    """Whom an agent saw on a day, in that order, a page of them. People of other segments are not named."""
    rows = Look.objects.of_day(agent_id, day).annotate(visible=_in_segments("person", segments))
    leaf = keyset.leaf(rows.select_related("person"), ("at", "pk"), size=PAGE, asked=asked, name="looks")
    seen = []
    for one in leaf.rows:
        name = one.person.name if one.visible else STRANGER  # type: ignore[attr-defined]  # annotated
        seen.append(Seen(one.at, _sentence(one.door, name), _note(one.contact, one.reason, one.note)))
    return seen, leaf


def open_alerts(segments: Collection[int], asked: Mapping[str, str]) -> Leaf[LookingAlert]:
    """Those that nobody has explained, the newest first, a page of them."""
    alerts = _alerts(segments).open()
    return keyset.leaf(alerts, ("-at", "pk"), size=PAGE, asked=asked, name="alerts")


def explained_alerts(segments: Collection[int], since: date) -> list[LookingAlert]:
    """Those of the last days that somebody has explained."""
    explained = _alerts(segments).filter(explained_at__isnull=False, day__gte=since)
    return list(explained.select_related("explained_by")[:MOST_ALERTS])


def alerts_of(agent_id: int, day: date) -> list[LookingAlert]:
    alerts = LookingAlert.objects.filter(agent_id=agent_id, day=day).newest_first()
    return list(alerts.select_related("agent", "explained_by"))


def alert(number: uuid.UUID, segments: Collection[int]) -> LookingAlert | None:
    found: LookingAlert | None = _alerts(segments).filter(pk=number).first()
    return found


def leave_of(agent_id: int, day: date) -> LookingLeave | None:
    leaves = LookingLeave.objects.filter(agent_id=agent_id, day=day).select_related("given_by")
    found: LookingLeave | None = leaves.first()
    return found


def agent(agent_id: int, segments: Collection[int]) -> Person | None:
    """The agent with this id, if the reader shares a segment with them and they ever looked at anybody."""
    looked = Exists(LookingDay.objects.filter(agent_id=OuterRef("pk")))
    people = Person.objects.real().filter(_in_segments("pk", segments), looked)
    found: Person | None = people.filter(pk=agent_id).first()
    return found


STRANGER = "somebody of another segment"


def _usual(day: date, segments: Collection[int]) -> dict[int, float]:
    """Each agent's median of the thirty days before."""
    before = _seen(segments).between(day - LOOKS_BACK, day - timedelta(days=1))
    counts: dict[int, list[int]] = {}
    for agent_id, people in before.values_list("agent_id", "people"):
        counts.setdefault(agent_id, []).append(people)
    return {agent_id: median(people) for agent_id, people in counts.items()}


def _seen(segments: Collection[int]) -> LookingDayQuerySet:
    days: LookingDayQuerySet = LookingDay.objects.filter(_in_segments("agent", segments))
    return days


def _named(days: LookingDayQuerySet) -> LookingDayQuerySet:
    named: LookingDayQuerySet = days.select_related("agent").defer("sketch")
    return named


def _alerts(segments: Collection[int]) -> LookingAlertQuerySet:
    alerts: LookingAlertQuerySet = LookingAlert.objects.filter(_in_segments("agent", segments))
    return alerts.select_related("agent").newest_first()


def _in_segments(who: str, segments: Collection[int]) -> Exists:
    column = OuterRef(who if who == "pk" else f"{who}_id")
    return Exists(SegmentMember.objects.filter(person_id=column, segment_id__in=segments))


def _sentence(door: str, name: str) -> str:
    said = str(Door(door).label)
    return f"{said[0].upper()}{said[1:]} {name}"


def _note(contact: bool, reason: str, note: str) -> str:
    said = "" if contact else "No contact"
    why = f"{Reason(reason).label}: {note}" if reason else ""
    return " · ".join(filter(None, [said, why]))
