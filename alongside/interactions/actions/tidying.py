"""Closing contacts that were left open, for they distort every report (spec G67–G69, 4.10, J6)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.actions.adding_up import count
from alongside.interactions.models import Channel, Interaction, Sitting, State
from alongside.interactions.timer import whole
from alongside.lib import clock

CLOSE_OLD = Power("interactions.close_old", Kind.STAFF)

DAYS_TO_RETAIN = 8  # full days since it began
MOST = 1000  # contacts closed in one go


class ClosedAutomatically(
    Event,
    kind="interactions.closed_automatically",
    title="Close old interaction",
    sentence="{actor} closed a contact that {person} left open for {days} days",
    private=True,
):
    """`seconds` are those until the contact was last used; what came after is nobody's time."""

    days: int
    seconds: int


@dataclass(frozen=True)
class Old:
    """A contact that was left open, and for how many full days."""

    id: uuid.UUID
    agent: str
    channel: str
    state: str
    begun_at: datetime
    days: int


def old(at: datetime, *, days_to_retain: int = DAYS_TO_RETAIN, most: int = MOST) -> list[Old]:
    """The contacts that have been open, running or paused alike, for this many full days or more; the
    oldest first."""
    begun_before = at - timedelta(days=days_to_retain)
    left = Interaction.objects.open().filter(begun_at__lte=begun_before).select_related("agent")
    return [
        Old(
            one.pk,
            one.agent.name,
            str(Channel(one.channel).label),
            str(State(one.state).label),
            one.begun_at,
            (at - one.begun_at).days,
        )
        for one in left.order_by("begun_at")[:most]
    ]


def close_old(acting: Acting, *, days_to_retain: int = DAYS_TO_RETAIN, most: int = MOST) -> list[Old]:
    """Close them, each in a transaction of its own and marked; those that were closed.

    One that its agent resumes or closes at the same moment is theirs.
    """
    return [one for one in old(clock.now(), days_to_retain=days_to_retain, most=most) if _close(acting, one)]


def _close(acting: Acting, one: Old) -> bool:
    agent_id = Interaction.objects.values_list("agent_id", flat=True).get(pk=one.id)
    try:
        with acting.doing(CLOSE_OLD) as deed:
            assisting.in_turn(agent_id)
            left: Interaction | None = (
                Interaction.objects.open().select_related("agent").filter(pk=one.id).first()
            )
            if left is None:
                raise _ClosedMeanwhile
            left.state, left.timer = State.CLOSED, left.timer.stopped(_last_used(left))
            left.ended_at, left.auto_closed = deed.at, True
            left.save(update_fields=["state", "seconds_spent", "running_since", "ended_at", "auto_closed"])
            count(left)
            deed.whose = left.agent
            deed.record(ClosedAutomatically(days=one.days, seconds=left.seconds_spent), about=left)
    except _ClosedMeanwhile:
        return False
    return True


class _ClosedMeanwhile(Exception):
    """Its agent was first."""


def _last_used(interaction: Interaction) -> datetime:
    """When anything was last done in a contact whose timer runs: it was begun or resumed, or somebody
    was helped in it."""
    begun = interaction.running_since or interaction.begun_at
    sittings = Sitting.objects.filter(interaction=interaction).select_related("assistance")
    used = [sitting.assistance.ended_at or sitting.assistance.used_at for sitting in sittings]
    return max([begun, *map(whole, used)])
