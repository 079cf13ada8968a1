"""Processes and the versions of what they do."""

from __future__ import annotations

from typing import Any

from django.db import models

from alongside.lib import tenancy
from alongside.people.models import TenantRow


class Definition(TenantRow):
    """A process that can be started. What it does is in its versions."""

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)

    objects = tenancy.TenantManager["Definition"]()
    everywhere = models.Manager["Definition"]()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "slug", name="process_slugs_are_unique")]

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(models.QuerySet["Version"]):
    def newest_of(self, slug: str) -> VersionQuerySet:
        """The versions of a process, the one in use first."""
        return self.filter(definition__slug=slug).select_related("definition").order_by("-number")


VersionManager = tenancy.TenantManager.from_queryset(VersionQuerySet)


class Version(TenantRow):
    """What a process did from one day on; never changed, for instances name theirs."""

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    source = models.TextField()  # the diagram as it was given
    spec: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()  # `engine.Parsed.kept`
    elements: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()  # `describing.described`
    changes = models.JSONField(default=list)  # what normalising changed: `Change.told`
    deployed_at = models.DateTimeField()

    objects = VersionManager()
    everywhere = models.Manager["Version"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("definition", "number", name="version_numbers_of_a_process_are_unique")
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} version {self.number}"

    @property
    def known_as(self) -> tuple[int, str]:
        return self.pk, self.deployed_at.isoformat()

    def element(self, id: str) -> dict[str, Any]:
        """What the diagram says of an element; read once in the life of a process, as versions never
        change."""
        known = _elements.get(self.known_as)
        if known is None:
            if len(_elements) > 200:
                _elements.clear()
            known = _elements[self.known_as] = self.elements
        found: dict[str, Any] = known.get(id, {})
        return found


_elements: dict[tuple[int, str], dict[str, Any]] = {}

# What a version is made of, which lists and steps do without.
MADE_OF = ("source", "spec", "elements", "changes")
