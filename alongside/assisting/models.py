"""Assistances: the sittings in which one person helps another; and the grants to help colleagues."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alongside.lib import ids, tenancy


class EndReason(models.TextChoices):
    STOPPED = "stopped", "stopped by the agent"
    SWITCHED = "switched", "the agent began to help somebody else"
    IDLE = "idle", "nothing was done for a while"
    ABSOLUTE = "absolute", "the longest time for helping was reached"
    SIGNED_OUT = "signed_out", "the agent signed out"
    REVOKED = "revoked", "the agent may no longer help this person"


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    def open(self) -> AssistanceQuerySet:
        return self.filter(ended_at__isnull=True)

    def of_agent(self, agent_id: int) -> AssistanceQuerySet:
        return self.filter(agent_id=agent_id)

    def with_people(self) -> AssistanceQuerySet:
        return self.select_related("agent", "person")


AssistanceManager = tenancy.TenantManager.from_queryset(AssistanceQuerySet)


class Assistance(models.Model):
    """One sitting: this agent helps this person, from this session, until it ends.

    The id is random and never used again, and stands in the address of every page opened for the
    person: a page that was opened for one person can never act for another.
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    tenant_id = models.SmallIntegerField(default=tenancy.of_new_rows)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assistances_given")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assistances_received")
    session = models.CharField(max_length=64)  # SHA-256 of the sign-in it belongs to
    started_at = models.DateTimeField()
    used_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)

    objects = AssistanceManager()
    everywhere = models.Manager["Assistance"]()

    class Meta:
        constraints = [
            models.CheckConstraint(name="nobody_assists_themselves", condition=~Q(agent=F("person"))),
            models.UniqueConstraint(
                "agent", name="an_agent_helps_one_person_at_a_time", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"assistance {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def overdue(self, at: datetime) -> EndReason | None:
        """Why this sitting should have ended by now, if it should (security.md T-10)."""
        if at >= self.started_at + settings.ASSIST_ABSOLUTE:
            return EndReason.ABSOLUTE
        if at >= self.used_at + settings.ASSIST_IDLE:
            return EndReason.IDLE
        return None

    def ends_at(self) -> datetime:
        """When it will end by itself if nothing more is done."""
        return min(self.started_at + settings.ASSIST_ABSOLUTE, self.used_at + settings.ASSIST_IDLE)


class StaffGrantQuerySet(models.QuerySet["StaffGrant"]):
    def valid(self, agent_id: int, at: datetime) -> StaffGrantQuerySet:
        return self.filter(agent_id=agent_id, valid_from__lte=at, valid_until__gt=at)


StaffGrantManager = tenancy.TenantManager.from_queryset(StaffGrantQuerySet)


class StaffGrant(models.Model):
    """Leave for an agent to help people who hold rights that the agent lacks: dated, with a reason,
    and by somebody (`assist_staff` in security.md 1.2; spec 4.2)."""

    tenant_id = models.SmallIntegerField(default=tenancy.of_new_rows)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="staff_grants")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()

    objects = StaffGrantManager()
    everywhere = models.Manager["StaffGrant"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_grant_ends_after_it_begins", condition=Q(valid_until__gt=F("valid_from"))
            ),
            models.CheckConstraint(name="a_grant_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.agent} may help colleagues until {self.valid_until:%Y-%m-%d}"
