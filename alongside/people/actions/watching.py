"""Noticing unusual looking, as it happens: alerts, and telling those who look after it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, Verdict
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.lib import clock
from alongside.people.actions import notices, tenants
from alongside.people.folding import fold
from alongside.people.looking.limits import Limits
from alongside.people.looking.signals import TITLES, Colleague, Day, Seen, Signal, Total, signals
from alongside.people.models import (
    FieldType,
    Look,
    LookingAlert,
    LookingDay,
    Person,
    ProfileField,
    Role,
    Tenant,
)
from alongside.people.retention import Retention

OVERSEE_RIGHT = "people.oversee"
WATCH = Power("people.watch_looking", Kind.STAFF)

LOOKS_BACK = timedelta(days=30)
MOST_LOOKS = 2000  # of one agent on one day that are looked through, should a tenant allow so many


class Noticed(
    Event,
    kind="people.looking_noticed",
    title="Unusual looking",
    sentence="Unusual looking by {person} was noticed: {what}",
    sentence_self="Unusual looking by {actor} was noticed: {what}",
    private=True,
):
    """`what` is the title of a signal, `words` its numbers. Which person it was stands in the alert alone."""

    what: str
    words: str


class ManagersTold(
    Event,
    kind="people.managers_told",
    title="Tell managers",
    sentence="{actor} told {managers} managers of unusual looking by {person}",
    private=True,
):
    managers: int


class LooksPruned(
    Event,
    kind="people.looks_pruned",
    title="Prune looks",
    sentence="{actor} removed {looks} old looks; their totals and the history stay",
    private=True,
):
    looks: int


def watch(acting: Acting, agent_id: int, day: date, at: datetime, limits: Limits) -> list[Signal]:
    """Look through an agent's day and raise an alert for each signal that is new; what an open one says
    follows the numbers. Within the deed of a look, so that it is noticed when it happens."""
    found = signals(day_of(agent_id, day), limits)
    alerts = LookingAlert.objects.filter(agent_id=agent_id, day=day, decoy__isnull=True)
    known = dict(alerts.values_list("kind", "words"))
    for signal in found:
        if signal.kind not in known:
            alert(acting, agent_id, day, at, signal)
        elif known[signal.kind] != signal.words:
            alerts.open().filter(kind=signal.kind).update(words=signal.words[:300])
    return found


def alert(
    acting: Acting, agent_id: int, day: date, at: datetime, signal: Signal, decoy: Person | None = None
) -> LookingAlert | None:
    """Raise an alert, write it into the history against the agent, and have managers told. None when
    there is one already."""
    raised = LookingAlert(
        agent_id=agent_id, day=day, kind=signal.kind, words=signal.words[:300], at=at, decoy=decoy
    )
    known = LookingAlert.objects.filter(agent_id=agent_id, day=day, kind=signal.kind, decoy=decoy)
    if known.exists():
        return None
    raised.save(force_insert=True)
    agent = acting.actor if acting.actor.id == agent_id else Person.objects.get(pk=agent_id)
    # Against the agent: an entry against a decoy would tell auditors who it is.
    deed = Deed(acting, WATCH, Verdict(True, "house-watches"), agent, at)
    deed.record(Noticed(what=TITLES[signal.kind], words=signal.words), about=raised)
    # Sent by the house, later: a mail server's slowness would tell the agent.
    jobs.ask(Acting.alone(tenants.tidying()), "people.tell_of_alert", payload={"alert": str(raised.pk)})
    return raised


def tell_managers(acting: Acting, alert_id: uuid.UUID) -> None:
    """Write to those who oversee looking and have an e-mail address. An alert is told once."""
    alert = LookingAlert.objects.select_related("agent").get(pk=alert_id)
    if alert.told_at is not None:
        return
    with acting.doing(WATCH, whose=alert.agent) as deed:
        to = [manager.email for manager in overseers() if manager.pk != alert.agent_id]
        alert.told_at = deed.at
        alert.save(update_fields=["told_at"])
        notices.unusual_looking(alert.agent.name, alert.words, to)
        deed.record(ManagersTold(managers=len(to)), about=alert)


def watch_again(acting: Acting, agent_id: int, day: date) -> None:
    """Look through a whole day once it is over, for what came after the last time it was looked through."""
    at = clock.now()
    with transaction.atomic():
        watch(acting, agent_id, day, at, Limits.of(Tenant.objects.get(pk=acting.tenant_id).options))


def prune(acting: Acting, most: int = 500) -> int:
    """Remove looks that are older than the tenant keeps them; how many were, at most so many at a time."""
    kept = Retention.of(Tenant.objects.get(pk=acting.tenant_id).options).looks
    before = timezone.localdate(clock.now()) - timedelta(days=kept)
    old = list(Look.objects.filter(day__lt=before).order_by("day").values_list("pk", flat=True)[:most])
    if old:
        with acting.doing(WATCH) as deed:
            Look.objects.filter(pk__in=old).delete()
            deed.record(LooksPruned(looks=len(old)))
    return len(old)


def overseers() -> list[Person]:
    """Who may oversee looking and can be written to. Roles and their holders are few."""
    roles = [role.pk for role in Role.objects.all() if OVERSEE_RIGHT in role.rights]
    by_role = Q(holdings__role__in=roles) | Q(groups__holdings__role__in=roles)
    people = Person.objects.real().filter(by_role, is_active=True).exclude(email="")
    return list(people.distinct().order_by("pk"))


def day_of(agent_id: int, day: date) -> Day:
    """An agent's day as the signals read it."""
    days = LookingDay.objects.filter(agent_id=agent_id)
    today = days.filter(day=day).first()
    if today is None:
        return Day(Total())
    before = days.between(day - LOOKS_BACK, day - timedelta(days=1)).order_by("day")
    return Day(
        total=total_of(today),
        looks=_looks(agent_id, day),
        before=[total_of(one) for one in before.defer("sketch")],
        beside=_beside(today),
    )


def total_of(day: LookingDay) -> Total:
    return Total(day.people, day.without_contact, day.outside, day.searches, day.shown)


def _looks(agent_id: int, day: date) -> list[Seen]:
    postcodes = list(
        ProfileField.objects.filter(type=FieldType.POSTCODE).in_order().values_list("name", flat=True)
    )
    rows = (
        Look.objects.of_day(agent_id, day)
        .order_by("at")
        .values_list("at", "contact", "person__family_name", "person__given_name", "person__profile")
    )
    return [
        Seen(at, contact, fold(f"{family} {given}"), _postcode(profile, postcodes))
        for at, contact, family, given, profile in rows[:MOST_LOOKS]
    ]


def _postcode(profile: dict[str, Any], names: list[str]) -> str:
    values = (profile.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value), "")


def _beside(today: LookingDay) -> list[Colleague]:
    """Who else looked from the same network that day: a row for each agent at most."""
    if not today.network:
        return []
    rows = LookingDay.objects.filter(day=today.day, network=today.network).exclude(agent_id=today.agent_id)
    named = rows.select_related("agent").defer("sketch")
    return [Colleague(one.agent.name, one.people, one.without_contact) for one in named]
