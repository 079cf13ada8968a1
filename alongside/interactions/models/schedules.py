"""Reports that are sent by e-mail when they are due."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class Every(models.TextChoices):
    DAY = "day", "Each day"
    WEEK = "week", "Each Monday"
    MONTH = "month", "On the first of each month"


class ReportSchedule(TenantRow):
    """A report of the days before, to somebody who may read reports, at six by the tenant's clock."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    every = models.CharField(max_length=5, choices=Every.choices)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)  # why the last one was not sent

    objects = tenancy.TenantManager["ReportSchedule"]()
    everywhere = models.Manager["ReportSchedule"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "every"], name="a_report_is_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_every_display()} to {self.reader_id}"
