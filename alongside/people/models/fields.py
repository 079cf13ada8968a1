"""Profile fields: what a tenant wants to know of its people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.lib import tenancy
from alongside.people.models.persons import PROFILE_COLUMNS, Segment
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
    def in_use(self) -> ProfileFieldQuerySet:
        """Those that are asked for and shown: a retired field is hidden with all that is kept in it."""
        return self.filter(retired_at__isnull=True)

    def searchable(self) -> ProfileFieldQuerySet:
        return self.filter(searchable=True)

    def in_order(self) -> ProfileFieldQuerySet:
        return self.order_by("position", "pk")


ProfileFieldManager = tenancy.TenantManager.from_queryset(ProfileFieldQuerySet)


class ProfileField(TenantRow):
    """One thing the tenant wants to know of its people (spec G12, I38)."""

    name = models.SlugField(max_length=40)
    label = models.CharField(max_length=100)
    hint = models.CharField(max_length=300, blank=True)  # what stands below the label where it is asked
    type = models.CharField(max_length=10, choices=FieldType.choices, default=FieldType.TEXT)
    choices = models.JSONField(default=list, blank=True)
    searchable = models.BooleanField(default=False)
    several = models.BooleanField(default=False)
    multi_line = models.BooleanField(default=False)
    required = models.BooleanField(default=False)
    read_only = models.BooleanField(default=False, help_text="The person sees it, but only agents change it.")
    # Shown and changed by agents only after they checked the caller, where the tenant wants that.
    sensitive = models.BooleanField(default=False)
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ProfileFieldManager()
    everywhere = models.Manager["ProfileField"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant", "name", name="field_names_are_unique"),
            models.CheckConstraint(
                name="nobody_is_found_by_a_retired_field",
                condition=Q(retired_at__isnull=True) | Q(searchable=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_column(self) -> bool:
        """Whether its values have a column of their own, by which people are signed in and listed."""
        return self.name in PROFILE_COLUMNS
