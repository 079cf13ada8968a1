"""How long cases are at each stage (spec C34: recorded for reporting)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.cases.models.cases import Case
from alongside.cases.models.types import TypeChoice
from alongside.lib import tenancy
from alongside.people.models import TenantRow


class StageStay(TenantRow):
    """A case at one stage, from then until then; `left_at` is empty while it is there."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stays", db_index=False)
    stage = models.ForeignKey(TypeChoice, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["StageStay"]()
    everywhere = models.Manager["StageStay"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "case", name="a_case_is_at_one_stage_at_a_time", condition=Q(left_at__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["case", "entered_at"], name="stays_of_a_case"),
            models.Index(fields=["tenant", "left_at"], name="stays_by_their_end"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} at {self.stage_id}"
