"""What goes from one agent to another, or to another day: hand-overs, shares of time, call-backs."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alongside.interactions.models.contacts import Interaction
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class HandOverState(models.TextChoices):
    OFFERED = "offered", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Given back"


class HandOver(TenantRow):
    """A contact that one agent passed to another, who has it from then on and may give it back (spec G48)."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=HandOverState.choices, default=HandOverState.OFFERED)
    answered_at = models.DateTimeField(null=True)
    why_not = models.TextField(blank=True)

    objects = tenancy.TenantManager["HandOver"]()
    everywhere = models.Manager["HandOver"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "interaction", name="a_contact_is_offered_to_one", condition=Q(state=HandOverState.OFFERED)
            ),
            models.CheckConstraint(name="nobody_hands_over_to_themselves", condition=~Q(giver=F("taker"))),
        ]
        indexes = [
            models.Index(fields=["giver", "-answered_at"], name="hand_overs_of_a_giver"),
            models.Index(
                fields=["taker"], name="hand_overs_offered", condition=Q(state=HandOverState.OFFERED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interaction_id} to {self.taker_id}"


class Share(TenantRow):
    """The time that an agent spent in a contact before handing it over; the rest is of who has it now."""

    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="shares", db_index=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    seconds = models.PositiveIntegerField()

    objects = tenancy.TenantManager["Share"]()
    everywhere = models.Manager["Share"]()

    class Meta:
        indexes = [models.Index(fields=["interaction"], name="shares_of_a_contact")]

    def __str__(self) -> str:
        return f"{self.seconds} seconds of {self.agent_id} in {self.interaction_id}"


class CallBackQuerySet(models.QuerySet["CallBack"]):
    def open(self) -> CallBackQuerySet:
        return self.filter(done_at__isnull=True)

    def of_agent(self, agent_id: int) -> CallBackQuerySet:
        return self.filter(agent_id=agent_id)


CallBackManager = tenancy.TenantManager.from_queryset(CallBackQuerySet)


class CallBack(TenantRow):
    """A promise to get in touch again at a time; it goes along when its contact is handed over."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="call_backs")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = CallBackManager()
    everywhere = models.Manager["CallBack"]()

    class Meta:
        indexes = [
            models.Index(
                fields=["agent", "due_at"], name="call_backs_to_make", condition=Q(done_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"call back at {self.due_at:%Y-%m-%d %H:%M}"

    def is_due(self, at: datetime) -> bool:
        return self.done_at is None and at >= self.due_at
