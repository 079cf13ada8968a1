"""Calls that a telephone system announces, and the keys it signs with."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from alongside.interactions.models.contacts import Channel
from alongside.interactions.services import LONGEST_VALUE
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow

WAITS = timedelta(minutes=10)


class CallKey(TenantRow):
    """By which a telephone system signs. Its secret is made from the house's own and kept nowhere."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    name = models.CharField(max_length=100)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["CallKey"]()
    everywhere = models.Manager["CallKey"]()

    def __str__(self) -> str:
        return self.name


class CallNonce(TenantRow):
    """That a signature was used: it is taken once."""

    key = models.ForeignKey(CallKey, models.CASCADE, related_name="+", db_index=False)
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = tenancy.TenantManager["CallNonce"]()
    everywhere = models.Manager["CallNonce"]()

    class Meta:
        constraints = [models.UniqueConstraint("key", "nonce", name="a_signature_is_taken_once")]
        indexes = [models.Index(fields=["at"], name="call_nonces_by_age")]

    def __str__(self) -> str:
        return self.nonce


class CallPopQuerySet(models.QuerySet["CallPop"]):
    def waiting(self, agent_id: int, at: datetime) -> CallPopQuerySet:
        """Announced to the agent lately and not opened yet, in their order."""
        return self.filter(agent_id=agent_id, opened_at__isnull=True, at__gt=at - WAITS).order_by("pk")


CallPopManager = tenancy.TenantManager.from_queryset(CallPopQuerySet)


class CallPop(TenantRow):
    """A call that rings at an agent's. Its number is forgotten within the hour."""

    ref = models.UUIDField(unique=True, default=ids.random_id, editable=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.PHONE)
    service = models.CharField(max_length=LONGEST_VALUE, blank=True)
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    objects = CallPopManager()
    everywhere = models.Manager["CallPop"]()

    class Meta:
        indexes = [
            models.Index(fields=["agent", "id"], name="announced_calls_of_an_agent"),
            models.Index(fields=["at"], name="announced_calls_by_age"),
        ]

    def __str__(self) -> str:
        return f"call {self.ref}"
