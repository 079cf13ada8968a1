"""Who is on what, as of now: agents who are at work, with the supervisor's lights (spec I42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from alongside.assisting.models import Assistance
from alongside.history.models import Entry
from alongside.interactions.models import Interaction
from alongside.interactions.queries import RECORD_RIGHT
from alongside.people.models import Holding, Membership, Person, Role

ASSIGNED_IDLE, UNASSIGNED_IDLE = timedelta(minutes=10), timedelta(minutes=2)
LAST_DEEDS = 2000
AWAY = timedelta(hours=1)  # who has done nothing for so long, and has nothing in hand, is not at work


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


WORDS = {Light.GREEN: "Busy", Light.YELLOW: "Quiet", Light.RED: "Free"}


def light(*, assigned: bool, idle: timedelta) -> Light:
    """Green: assigned, and active within ten minutes. Yellow: assigned and idle for longer, or unassigned
    and active within two minutes. Red: unassigned and idle for longer (spec I42)."""
    if assigned:
        return Light.GREEN if idle <= ASSIGNED_IDLE else Light.YELLOW
    return Light.YELLOW if idle <= UNASSIGNED_IDLE else Light.RED


@dataclass(frozen=True)
class AtWork:
    """An agent, and what they have in hand."""

    agent: Person
    running: Interaction | None
    paused: int
    helping: bool
    active_at: datetime
    light: Light

    @property
    def words(self) -> str:
        return WORDS[self.light]

    def idle(self, at: datetime) -> timedelta:
        return max(timedelta(), at - self.active_at)


def at_work(at: datetime) -> list[AtWork]:
    """Those who record contacts and are at work now, by name. In a fixed number of statements."""
    agents = {one.pk: one for one in _agents()}
    active = active_lately(at)
    opened = list(Interaction.objects.open().filter(agent__in=agents))
    helping = {one.agent_id: one.used_at for one in Assistance.objects.open().filter(agent__in=agents)}
    found = []
    for number, agent in agents.items():
        own = [one for one in opened if one.agent_id == number]
        running = next((one for one in own if one.is_running), None)
        moments = [active.get(agent.ref), helping.get(number), running.running_since if running else None]
        known = [moment for moment in moments if moment is not None]
        if known:
            assigned = running is not None or number in helping
            found.append(
                AtWork(
                    agent,
                    running,
                    sum(not one.is_running for one in own),
                    number in helping,
                    max(known),
                    light(assigned=assigned, idle=at - max(known)),
                )
            )
    return sorted(found, key=lambda one: (one.agent.name.casefold(), one.agent.pk))


def active_lately(at: datetime) -> dict[Any, datetime]:
    """When each author did something last, of the last deeds of the house: however long its history is."""
    deeds = Entry.objects.order_by("-number").values_list("actor_ref", "at")[:LAST_DEEDS]
    found: dict[Any, datetime] = {}
    for author, moment in deeds:
        if at - moment <= AWAY:
            found.setdefault(author, moment)
    return found


def _agents() -> list[Person]:
    roles = [role.pk for role in Role.objects.all() if RECORD_RIGHT in role.rights]
    holdings = Holding.objects.filter(role__in=roles)
    own = set(holdings.filter(person__isnull=False).values_list("person_id", flat=True))
    groups = holdings.filter(group__isnull=False).values("group")
    return list(
        Person.objects.real().filter(is_active=True).filter(pk__in=own | _members(groups)).order_by("pk")
    )


def _members(groups: Any) -> set[int]:
    return set(Membership.objects.filter(group__in=groups).values_list("person_id", flat=True))
