"""What is said in a call, for its log (spec A30)."""

from __future__ import annotations

from django.db import models

from alongside.calls.models.calls import Call, Participant
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow

LONGEST_MESSAGE = 4_000


class Message(TenantRow):
    """A chat message; guests see those of the call they are in, and only while they are."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="messages", db_index=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="messages")
    text = models.TextField()
    said_at = models.DateTimeField()

    objects = tenancy.TenantManager["Message"]()
    everywhere = models.Manager["Message"]()

    class Meta:
        indexes = [models.Index(fields=["call", "said_at"], name="messages_of_a_call")]

    def __str__(self) -> str:
        return f"message {self.pk}"
