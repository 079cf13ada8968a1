"""From when on somebody's time is counted, for those who were here longer than people are kept."""

from __future__ import annotations

from django.db import models

from alongside.lib import tenancy
from alongside.people.models.persons import Person
from alongside.people.models.tenants import TenantRow


class Keeping(TenantRow):
    """Somebody who was looked at once because they were registered longer ago than people are kept.

    They are looked at again when the months since `counts_from` are over: so a day costs what is due
    on it, and not what is kept. It is empty as long as they are to be erased.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    counts_from = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["Keeping"]()
    everywhere = models.Manager["Keeping"]()

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant", "counts_from", "person"],
                name="keepings_by_time",
                condition=models.Q(counts_from__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"keeping of {self.person_id}"


class LookedThrough(TenantRow):
    """How far the people of a tenant were looked through, in the order in which they were registered:
    whoever stands before has a `Keeping`."""

    registered_at = models.DateTimeField()
    number = models.BigIntegerField()  # of the last person; not a reference, for they may be erased

    objects = tenancy.TenantManager["LookedThrough"]()
    everywhere = models.Manager["LookedThrough"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", name="a_tenant_is_looked_through_in_one_order"),
        ]

    def __str__(self) -> str:
        return f"looked through until {self.registered_at}"
