"""Looking after looking: a manager reads who looked at whom, explains what was unusual, lets work go on.

Nobody does so for themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.events import Event
from alongside.people.looking.limits import Limits, check
from alongside.people.models import LookingAlert, LookingLeave, Person, Tenant

OVERSEE = Power("people.oversee", Kind.STAFF)
EXPLAIN = Power("people.explain_looking", Kind.STAFF, right=OVERSEE.right)
LIFT = Power("people.lift_looking", Kind.STAFF, right=OVERSEE.right)
SET_LIMITS = Power("people.set_looking_limits", Kind.STAFF)


class Overseen(
    Event,
    kind="people.looking_overseen",
    title="Oversee looking",
    sentence="{actor} read what agents looked at ({what})",
    sentence_self="{actor} read what agents looked at ({what})",
    private=True,
):
    what: str


class Explained(
    Event,
    kind="people.looking_explained",
    title="Explain unusual looking",
    sentence="{actor} explained unusual looking by {person}: {explanation}",
    private=True,
):
    explanation: str


class Lifted(
    Event,
    kind="people.looking_lifted",
    title="Let somebody look on",
    sentence="{actor} let {person} look at more people on {day}: {reason}",
    private=True,
):
    day: date
    reason: str


class LimitsSet(
    Event,
    kind="people.looking_limits_set",
    title="Set limits of looking",
    sentence="{actor} changed the limits of looking",
    private=True,
):
    """What differs from the defaults now."""

    limits: dict[str, int]


def oversee(acting: Acting, what: str, agent: Party | None = None) -> None:
    """Record that somebody reads about looking; call it before showing any of it."""
    with acting.doing(OVERSEE, whose=agent) as deed:
        deed.record(Overseen(what=what))


def explain(acting: Acting, alert: LookingAlert, explanation: str) -> bool:
    """Close an alert by saying what it was; whether it was still open."""
    agent = Person.objects.get(pk=alert.agent_id)
    with acting.doing(EXPLAIN, whose=agent) as deed:
        _demand_somebody_else(acting, EXPLAIN, agent)
        changed = LookingAlert.objects.open().filter(pk=alert.pk)
        was_open = bool(
            changed.update(explained_at=deed.at, explained_by_id=acting.actor.id, explanation=explanation)
        )
        deed.record(Explained(explanation=explanation), about=alert)
        return was_open


def lift(acting: Acting, agent: Person, reason: str) -> None:
    """Let an agent who has looked at as many people as anybody may look on until midnight."""
    with acting.doing(LIFT, whose=agent) as deed:
        _demand_somebody_else(acting, LIFT, agent)
        today = timezone.localdate(deed.at)
        LookingLeave.objects.get_or_create(
            agent=agent,
            day=today,
            defaults={"reason": reason, "given_by_id": acting.actor.id, "given_at": deed.at},
        )
        deed.record(Lifted(day=today, reason=reason))


def set_limits(acting: Acting, values: Mapping[str, object]) -> Limits:
    """Say what a tenant's limits are; those that are not named become the defaults. Raises `Misfit`."""
    with acting.doing(SET_LIMITS) as deed:
        limits = check(values)
        tenant = Tenant.objects.select_for_update().get(pk=acting.tenant_id)
        tenant.options = {**tenant.options, "looking": limits.differing()}
        tenant.save(update_fields=["options"])
        deed.record(LimitsSet(limits=limits.differing()))
        return limits


def _demand_somebody_else(acting: Acting, power: Power, agent: Person) -> None:
    if agent.pk == acting.actor.id:
        raise Refused(acting, power, deny("nobody-oversees-themselves"), agent)
