"""Two who fill in one form side by side: the person keeps the keys, whoever helps sees and points."""

from __future__ import annotations

from django.db import models

from alongside.assisting.models import Assistance
from alongside.forms.models.drafts import Draft
from alongside.lib import tenancy
from alongside.people.models import TenantRow


class SideQuerySet(models.QuerySet["Side"]):
    def open(self) -> SideQuerySet:
        """A sitting that ends takes this with it."""
        return self.filter(assistance__ended_at__isnull=True)


SideManager = tenancy.TenantManager.from_queryset(SideQuerySet)


class Side(TenantRow):
    """Where the person is in a draft that somebody looks at with them, and what that one points at."""

    draft = models.OneToOneField(Draft, models.CASCADE, related_name="side")
    assistance = models.ForeignKey(Assistance, models.PROTECT, related_name="+")
    page = models.PositiveSmallIntegerField(default=1)  # that the person has open, one past the last to check
    question = models.CharField(max_length=100, blank=True)  # that is pointed at, by its flat name
    changed_at = models.DateTimeField()

    objects = SideManager()
    everywhere = models.Manager["Side"]()

    def __str__(self) -> str:
        return f"side by side at {self.draft_id}"
