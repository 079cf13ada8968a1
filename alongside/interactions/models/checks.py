"""That a caller was asked who they are: what was asked and whether it was right, never the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from alongside.assisting.models import Assistance
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5


class CallerAnswer(TenantRow):
    """One question of a sitting, by the name of its field or `code:email`; it holds for this sitting only."""

    assistance = models.ForeignKey(Assistance, models.PROTECT, related_name="+", db_index=False)
    asked = models.CharField(max_length=50)
    right = models.BooleanField()
    at = models.DateTimeField()

    objects = tenancy.TenantManager["CallerAnswer"]()
    everywhere = models.Manager["CallerAnswer"]()

    class Meta:
        indexes = [models.Index(fields=["assistance"], name="answers_of_a_sitting")]

    def __str__(self) -> str:
        return f"{self.asked}: {self.right}"


class CheckCode(TenantRow):
    """A code that was sent to a channel on file. Only a keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    assistance = models.ForeignKey(Assistance, models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=5)  # email or sms
    code_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["CheckCode"]()
    everywhere = models.Manager["CheckCode"]()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_code_is_tried_five_times", condition=Q(tries__lte=CODE_TRIES)),
        ]
        indexes = [models.Index(fields=["assistance", "-made_at"], name="codes_of_a_sitting")]

    def __str__(self) -> str:
        return f"code by {self.channel}"

    def is_good(self, at: datetime) -> bool:
        return self.used_at is None and self.tries < CODE_TRIES and at < self.made_at + CODE_LASTS
