"""Pairs of people who may be one, found by looking through everybody."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from alongside.lib import ids, tenancy
from alongside.people.models.persons import Person, SegmentMember
from alongside.people.models.tenants import TenantRow


class Decision(models.TextChoices):
    OPEN = "open", "Not decided"
    APART = "apart", "Not the same"


class SuspectedPairQuerySet(models.QuerySet["SuspectedPair"]):
    def open(self) -> SuspectedPairQuerySet:
        """Not decided yet, and neither of them merged into anybody meanwhile."""
        return self.filter(
            decision=Decision.OPEN, one__merged_into__isnull=True, other__merged_into__isnull=True
        )

    def seen_from(self, segments: Collection[int]) -> SuspectedPairQuerySet:
        """Of both of whom an agent of these segments may know."""
        sought = Person.objects.sought().values("pk")
        both = self.filter(_belongs("one_id", segments), _belongs("other_id", segments))
        return both.filter(
            Exists(sought.filter(pk=OuterRef("one_id"))), Exists(sought.filter(pk=OuterRef("other_id")))
        )

    def likeliest_first(self) -> SuspectedPairQuerySet:
        return self.order_by("-weight", "pk")


SuspectedPairManager = tenancy.TenantManager.from_queryset(SuspectedPairQuerySet)


class SuspectedPair(TenantRow):
    """Two people who may be one: how likely, and why. What somebody decided of them is never asked again."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    score = models.FloatField()
    weight = models.FloatField()
    reasons = models.JSONField()
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # the last time that they were found to be alike
    decision = models.CharField(max_length=5, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    objects = SuspectedPairManager()
    everywhere = models.Manager["SuspectedPair"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("one", "other", name="a_pair_is_suspected_once"),
            models.CheckConstraint(name="a_pair_has_an_order", condition=Q(one__lt=F("other"))),
        ]
        indexes = [
            models.Index(fields=["tenant", "-weight"], name="open_pairs", condition=Q(decision=Decision.OPEN))
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"


def _belongs(side: str, segments: Collection[int]) -> Exists:
    """Their own memberships are looked up, not the whole segment."""
    return Exists(SegmentMember.everywhere.filter(person=OuterRef(side), segment__in=segments))
