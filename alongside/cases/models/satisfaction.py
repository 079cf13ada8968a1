"""How content an owner is with what became of their case."""

from __future__ import annotations

from django.db import models

from alongside.cases.models.cases import Case
from alongside.lib import tenancy
from alongside.people.models import TenantRow

LONGEST_COMMENT = 2_000


class Score(models.IntegerChoices):
    VERY_WELL = 5, "Very well"
    WELL = 4, "Well"
    FAIRLY = 3, "Neither well nor badly"
    BADLY = 2, "Badly"
    VERY_BADLY = 1, "Very badly"


class Satisfaction(TenantRow):
    """Said once for each time that the case was closed; the latest counts."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="satisfaction")
    score = models.PositiveSmallIntegerField(choices=Score.choices)
    comment = models.TextField(blank=True)
    said_at = models.DateTimeField()

    objects = tenancy.TenantManager["Satisfaction"]()
    everywhere = models.Manager["Satisfaction"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_score_is_from_one_to_five", condition=models.Q(score__gte=1, score__lte=5)
            ),
        ]
        indexes = [models.Index(fields=["tenant", "said_at"], name="satisfaction_by_time")]

    def __str__(self) -> str:
        return f"{self.score} of case {self.case_id}"
