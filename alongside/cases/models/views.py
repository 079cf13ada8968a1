"""Questions to the list of cases that are asked again and again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from alongside.lib import tenancy
from alongside.people.models import TenantRow

LONGEST_NAME = 60


class SavedView(TenantRow):
    """A question to the list, by its name; for whoever keeps it, or for everybody who searches.

    Only what names nobody is kept: types, statuses, stages, subtypes and the order.
    """

    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    shared = models.BooleanField(default=False)
    asked = models.JSONField(default=dict)  # as it was typed: {"type": slug, "status": name, …}

    objects = tenancy.TenantManager["SavedView"]()
    everywhere = models.Manager["SavedView"]()

    class Meta:
        indexes = [models.Index(fields=["tenant", "shared"], name="views_of_everybody")]

    def __str__(self) -> str:
        return self.name
