"""What reports are added up from: sums of a day and of a month, kept with every contact that is closed."""

from __future__ import annotations

from django.db import models

from alongside.lib import tenancy
from alongside.people.models import TenantRow

LONGEST_KEY = 64


class Span(models.TextChoices):
    DAY = "d", "Day"
    MONTH = "m", "Month"  # `day` is its first


class Kind(models.TextChoices):
    """What a sum is of; its `key` says which."""

    ALL = "all", "All"
    AGENT = "agent", "Agent"  # the id of a person
    CHANNEL = "channel", "Channel"
    SERVICE = "service", "Service"
    WRAP_UP = "wrap_up", "Wrap-up"
    HOUR = "hour", "Hour"  # "0-14": Mondays from 14:00, by the tenant's clock


class Total(TenantRow):
    """A sum over the contacts that began on a day. Long ranges read months, so that a report costs what
    its range has of days and months and not what it has of contacts."""

    span = models.CharField(max_length=1, choices=Span.choices)
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=LONGEST_KEY, blank=True)
    contacts = models.IntegerField(default=0)
    seconds = models.BigIntegerField(default=0)
    helped = models.IntegerField(default=0)  # those in which a person was helped
    repeated = models.IntegerField(default=0)  # of those, whose person came back about it
    automatic = models.IntegerField(default=0)  # left open and closed by the house: in no other sum

    objects = tenancy.TenantManager["Total"]()
    everywhere = models.Manager["Total"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "span", "day", "kind", "key"], name="one_total_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.day}"
