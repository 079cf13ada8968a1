"""Profile fields: what a tenant wants to know of its people."""

from __future__ import annotations

from django.db import models

from alongside.lib import tenancy
from alongside.people.models.persons import Segment
from alongside.people.models.tenants import TenantRow


class FieldType(models.TextChoices):
    TEXT = "text", "Text"
    DATE = "date", "Date"
    DATETIME = "datetime", "Date and time"
    NUMBER = "number", "Number"
    INTEGER = "integer", "Whole number"
    CHOICE = "choice", "Choice"
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"
    POSTCODE = "postcode", "Postcode"
    ADDRESS = "address", "Address"


class ProfileFieldQuerySet(models.QuerySet["ProfileField"]):
    def searchable(self) -> ProfileFieldQuerySet:
        return self.filter(searchable=True)

    def in_order(self) -> ProfileFieldQuerySet:
        return self.order_by("position", "pk")


ProfileFieldManager = tenancy.TenantManager.from_queryset(ProfileFieldQuerySet)


class ProfileField(TenantRow):
    """One thing the tenant wants to know of its people (spec G12, I38)."""

    name = models.SlugField(max_length=40)
    label = models.CharField(max_length=100)
    type = models.CharField(max_length=10, choices=FieldType.choices, default=FieldType.TEXT)
    choices = models.JSONField(default=list, blank=True)
    searchable = models.BooleanField(default=False)
    several = models.BooleanField(default=False)
    required = models.BooleanField(default=False)
    read_only = models.BooleanField(default=False, help_text="The person sees it, but only agents change it.")
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ProfileFieldManager()
    everywhere = models.Manager["ProfileField"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "name", name="field_names_are_unique")]

    def __str__(self) -> str:
        return self.label
