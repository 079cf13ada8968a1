"""Instances, and the times and events that their tokens wait for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.assisting.rules import Verdict
from alongside.forms.models import Submission
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow
from alongside.workflow import rules
from alongside.workflow.models.definitions import MADE_OF, Version


class State(models.TextChoices):
    RUNNING = "running", "Running"
    STUCK = "stuck", "Cannot go on"
    SUSPENDED = "suspended", "Suspended"
    FINISHED = "finished", "Finished"
    CANCELLED = "cancelled", "Cancelled"


ENDED = (State.FINISHED, State.CANCELLED)


class InstanceQuerySet(models.QuerySet["Instance"]):
    def of(self, acting: Acting) -> InstanceQuerySet:
        """Those of the person the deed is for; of the anonymous user's, those of this sitting (spec 4.5)."""
        theirs = self.filter(person_id=acting.person_id)
        return theirs.filter(assistance=acting.assistance) if acting.person.is_anonymous_user else theirs

    def to_move(self) -> InstanceQuerySet:
        """With what a step needs, and nothing else."""
        return self.select_related("version__definition").defer(*(f"version__{name}" for name in MADE_OF))

    def with_version(self) -> InstanceQuerySet:
        return self.to_move().select_related("person", "actor")

    def listed(self) -> InstanceQuerySet:
        """As rows of a list: without what only its next step needs."""
        return self.with_version().defer("tokens", "been")


InstanceManager = tenancy.TenantManager.from_queryset(InstanceQuerySet)


class Instance(TenantRow):
    """A process that was started: for a person, its initiator, by an actor (spec G34, G35)."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assistance = models.ForeignKey(Assistance, models.PROTECT, null=True, related_name="+", db_index=False)
    submission = models.ForeignKey(Submission, models.SET_NULL, null=True, related_name="+")  # it began with
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    tokens: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()  # `engine.Running.tokens`
    been: models.JSONField[list[str], list[str]] = models.JSONField(default=list)  # elements
    now_at: models.JSONField[list[str], list[str]] = models.JSONField(default=list)  # elements
    problem = models.TextField(blank=True)  # why it is stuck
    problem_at = models.CharField(max_length=255, blank=True)  # the element
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = InstanceManager()
    everywhere = models.Manager["Instance"]()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-started_at"], name="processes_of_a_person"),
            models.Index(fields=["tenant", "-started_at", "-id"], name="processes_by_start"),
        ]

    def __str__(self) -> str:
        return f"process {self.pk}"

    @property
    def initiator_proxy(self) -> str:
        """The name of the agent who started it for the person; empty where nobody helped (spec G35)."""
        return self.actor.name if self.actor_id != self.person_id else ""

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    def verdict_on(self, acting: Acting, power: Power) -> Verdict:
        """What the rules say of looking at it (`SEE`, of kind MATTER)."""
        return rules.decide_seeing(
            rules.Seeing(
                mode=acting.mode,
                oversees="workflow.oversee" in acting.actor.standing.rights,
                works=self._is_worked_on_by(acting),
                initiator=self.person_id == acting.person_id,
                sitting=acting.assistance is not None and self.assistance_id == acting.assistance.pk,
            )
        )

    def _is_worked_on_by(self, acting: Acting) -> bool:
        """Whether a task of it is a matter of a group of theirs, or was in their hands. What the initiator
        is asked as such makes nobody privy to what the others say."""
        theirs = Q(groups__in=acting.person.standing.groups)
        if self.person_id != acting.person_id:
            theirs |= Q(assignee=acting.person_id) | Q(deeds__person=acting.person_id)
        found: bool = self.tasks.filter(theirs).exists()
        return found


class Timer(TenantRow):
    """A time that a token waits for, as a column that the sweep reads."""

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="timers")
    token = models.UUIDField()
    element = models.CharField(max_length=255)
    due_at = models.DateTimeField()

    objects = tenancy.TenantManager["Timer"]()
    everywhere = models.Manager["Timer"]()

    class Meta:
        indexes = [models.Index(fields=["tenant", "due_at"], name="timers_by_time")]

    def __str__(self) -> str:
        return f"timer {self.element} at {self.due_at}"


class Awaited(TenantRow):
    """A message or signal that a token waits for."""

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="awaited")
    token = models.UUIDField()
    element = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)  # "message" or "signal"
    name = models.CharField(max_length=255)

    objects = tenancy.TenantManager["Awaited"]()
    everywhere = models.Manager["Awaited"]()

    class Meta:
        indexes = [models.Index(fields=["tenant", "kind", "name"], name="awaited_by_name")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
