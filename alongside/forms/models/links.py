"""Links by which people come back to a form that they began."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.forms.models.drafts import Draft
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class DraftLink(TenantRow):
    """A link to one draft, for one use. Its secret is made when it is sent, and kept nowhere: the row has the
    SHA-256 of it."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="links", db_index=False)
    secret_hash = models.CharField(max_length=64, null=True, unique=True)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # used, or given up

    objects = tenancy.TenantManager["DraftLink"]()
    everywhere = models.Manager["DraftLink"]()

    class Meta:
        indexes = [
            models.Index(fields=["draft", "asked_at"], name="links_of_a_draft"),
            models.Index(
                fields=["tenant", "asked_at"],
                name="links_to_send",
                condition=Q(sent_at__isnull=True, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
