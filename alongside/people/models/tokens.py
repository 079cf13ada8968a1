"""Tokens by which programs come in, each in the name of whoever made it and for some things only."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alongside.lib import ids, tenancy
from alongside.people.models.tenants import TenantRow


class ProgramToken(TenantRow):
    """What a program shows to be let in. Only a hash of its secret is kept; what it may do is never more
    than its maker may at that moment, and of that only its scopes."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    name = models.CharField(max_length=100)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    secret_hash = models.BinaryField(max_length=32)
    scopes = models.JSONField(default=list)  # rights
    opens = models.URLField(max_length=500, blank=True, default="")  # where agents find it, if they do
    delegated = models.JSONField(default=list)  # powers that it may be given for whoever is being helped
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["ProgramToken"]()
    everywhere = models.Manager["ProgramToken"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_token_expires_after_it_was_made", condition=Q(expires_at__gt=F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_good(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
