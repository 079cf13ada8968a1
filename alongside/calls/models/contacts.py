"""The phonebook of a house, and who of it is there."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow

NEAR = timedelta(seconds=45)  # since a page of theirs asked whether anything rings


class PhonebookEntry(TenantRow):
    """Somebody outside whom experts call often: a guest by a link that is sent to them."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    name = models.CharField(max_length=100)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = tenancy.TenantManager["PhonebookEntry"]()
    everywhere = models.Manager["PhonebookEntry"]()

    class Meta:
        indexes = [models.Index(fields=["tenant", "name"], name="phonebook_by_name")]

    def __str__(self) -> str:
        return self.name


class Nearby(TenantRow):
    """When a page of somebody's last asked what rings: so long as that is fresh, they are there."""

    person_id = models.BigIntegerField()
    seen_at = models.DateTimeField()

    objects = tenancy.TenantManager["Nearby"]()
    everywhere = models.Manager["Nearby"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "person_id", name="somebody_is_near_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.seen_at}"
