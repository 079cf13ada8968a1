"""Interactions: each contact that an agent has, timed; what it was about, and whom they helped in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.assisting.models import Assistance
from alongside.interactions.services import LONGEST_VALUE
from alongside.interactions.timer import Timer
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class Channel(models.TextChoices):
    """How a contact came about (spec G53)."""

    PHONE = "phone", "Phone"
    EMAIL = "email", "Email"
    FACE = "face", "Face to Face"
    LETTER = "letter", "Letter"
    SOCIAL = "social", "Social Media"
    CHAT = "chat", "Live chat"
    OTHER = "other", "Other"


class State(models.TextChoices):
    RUNNING = "running", "Recording"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"


class InteractionQuerySet(models.QuerySet["Interaction"]):
    def of_agent(self, agent_id: int) -> InteractionQuerySet:
        return self.filter(agent_id=agent_id)

    def running(self) -> InteractionQuerySet:
        return self.filter(state=State.RUNNING)

    def paused(self) -> InteractionQuerySet:
        return self.filter(state=State.PAUSED)

    def open(self) -> InteractionQuerySet:
        return self.exclude(state=State.CLOSED)

    def closed(self) -> InteractionQuerySet:
        return self.filter(state=State.CLOSED)

    def with_people(self) -> InteractionQuerySet:
        """With the person recorded, and everybody who was helped in it."""
        helped = Sitting.objects.select_related("assistance__person")
        return self.select_related("person").prefetch_related(models.Prefetch("sittings", helped))


InteractionManager = tenancy.TenantManager.from_queryset(InteractionQuerySet)


class Interaction(TenantRow):
    """One contact, as a line of its agent's timesheet: it belongs to the agent (spec G47).

    `person` is who is being helped in it now: it follows starting, switching and stopping while the
    interaction runs, and stays as it was while it is paused (spec G62–G65). Who was helped at all is
    said by its sittings.
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="interactions", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # Whom it was about when nobody is being helped in it any more: reports count who came back.
    last_helped = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    service = models.CharField(max_length=LONGEST_VALUE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    begun_at = models.DateTimeField()
    running_since = models.DateTimeField(null=True)
    seconds_spent = models.PositiveIntegerField(default=0)  # before running_since
    ended_at = models.DateTimeField(null=True)
    wrap_up = models.CharField(max_length=LONGEST_VALUE, blank=True)  # how it ended, of the tenant's list
    note = models.TextField(blank=True)
    # The same person came back about the same service within some days: it was not resolved at first.
    repeated = models.BooleanField(default=False)
    # It was left open and closed by the house: reports of time leave it out (spec 4.10).
    auto_closed = models.BooleanField(default=False)

    objects = InteractionManager()
    everywhere = models.Manager["Interaction"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "agent", name="an_agent_records_one_contact_at_a_time", condition=Q(state=State.RUNNING)
            ),
            models.CheckConstraint(
                name="a_closed_interaction_has_an_end",
                condition=Q(state=State.CLOSED, ended_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="only_a_running_interaction_has_a_running_timer",
                condition=Q(state=State.RUNNING, running_since__isnull=False)
                | (~Q(state=State.RUNNING) & Q(running_since__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["agent", "-begun_at"], name="interactions_of_an_agent"),
            models.Index(
                fields=["agent"], name="open_interactions_of_an_agent", condition=~Q(state=State.CLOSED)
            ),
            models.Index(
                fields=["last_helped", "service", "begun_at"],
                name="who_came_back_about_what",
                condition=Q(last_helped__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} contact {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state == State.RUNNING

    @property
    def is_open(self) -> bool:
        return self.state != State.CLOSED

    @property
    def timer(self) -> Timer:
        return Timer(timedelta(seconds=self.seconds_spent), self.running_since)

    @timer.setter
    def timer(self, timer: Timer) -> None:
        self.seconds_spent = timer.spent // timedelta(seconds=1)
        self.running_since = timer.running_since

    def spent(self, at: datetime) -> timedelta:
        """The time counted until a moment, in whole seconds."""
        return self.timer.at(at)

    def names(self) -> list[str]:
        """Who was helped, in the order in which it began, each once; read it `with_people()`."""
        sittings = sorted(self.sittings.all(), key=lambda sitting: sitting.pk)
        helped = [sitting.assistance.person for sitting in sittings]
        if self.person is not None:
            helped.append(self.person)
        return list(dict.fromkeys(person.name for person in helped))


class ContactTopic(TenantRow):
    """One more service that a contact was about, beside its first."""

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="topics", db_index=False)
    service = models.CharField(max_length=LONGEST_VALUE)

    objects = tenancy.TenantManager["ContactTopic"]()
    everywhere = models.Manager["ContactTopic"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("interaction", "service", name="a_contact_is_about_a_service_once")
        ]

    def __str__(self) -> str:
        return f"{self.service} in {self.interaction_id}"


class Sitting(TenantRow):
    """An assistance that took place in an interaction: it says through which channel a person was helped."""

    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="sittings", db_index=False)
    assistance = models.ForeignKey(Assistance, models.PROTECT, related_name="+")

    objects = tenancy.TenantManager["Sitting"]()
    everywhere = models.Manager["Sitting"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "interaction", "assistance", name="a_sitting_is_recorded_once_in_an_interaction"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assistance_id} in {self.interaction_id}"
