"""Tenants, and what every row of theirs has in common."""

from __future__ import annotations

from django.db import models

from alongside.lib import tenancy


class Tenant(models.Model):
    """A company with its own people and data, reached by its own domain."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(max_length=100)
    # The host name that belongs to this tenant; the only tenant of a house also answers every other one.
    domain = models.CharField(max_length=253, unique=True)
    # Sensitive choices have a column; how pages look and which shortcuts they offer is kept here.
    options = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.name


class TenantRow(models.Model):
    """A row that belongs to a tenant: written with the open one, read only within it."""

    tenant = models.ForeignKey(Tenant, models.PROTECT, default=tenancy.of_new_rows, db_index=False)

    class Meta:
        abstract = True
