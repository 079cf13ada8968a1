"""What is to be done in the cases of a type, and how far that is in each (spec C38, C41)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.cases.models.cases import Case
from alongside.cases.models.types import CaseType, TypeChoice
from alongside.lib import tenancy
from alongside.people.models import TenantRow

LONGEST_TASK = 100


class StandardTask(TenantRow):
    """A task that each case of the type begins with, or has once it reaches the stage."""

    type = models.ForeignKey(CaseType, models.CASCADE, related_name="standard_tasks")
    stage = models.ForeignKey(TypeChoice, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=LONGEST_TASK)
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["StandardTask"]()
    everywhere = models.Manager["StandardTask"]()

    def __str__(self) -> str:
        return self.name


class TaskState(models.TextChoices):
    OPEN = "open", "To do"
    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed"


class CaseTask(TenantRow):
    """A task in a case. Whoever settled it is its actor, for the person helped or for themselves."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks", db_index=False)
    standard = models.ForeignKey(StandardTask, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=LONGEST_TASK)  # as it was called when it was made
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = tenancy.TenantManager["CaseTask"]()
    everywhere = models.Manager["CaseTask"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "standard", name="a_standard_task_comes_once_in_a_case"),
            models.CheckConstraint(
                name="an_open_task_is_settled_by_nobody",
                condition=Q(state=TaskState.OPEN, settled_at__isnull=True, actor__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(settled_at__isnull=False, actor__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name
