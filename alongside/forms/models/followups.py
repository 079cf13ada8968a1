"""What the house does after a submission, and how far that is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.forms.models.submissions import Submission
from alongside.lib import tenancy
from alongside.people.models import TenantRow


class FollowUp(TenantRow):
    """Something that is done after a submission, once, however often it is tried."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="follow_ups", db_index=False)
    key = models.CharField(max_length=20)  # of the definition: "receipt"
    became = models.CharField(max_length=120, blank=True)  # what came of it
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    next_at = models.DateTimeField(null=True)  # when it is tried again
    done_at = models.DateTimeField(null=True)

    objects = tenancy.TenantManager["FollowUp"]()
    everywhere = models.Manager["FollowUp"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("submission", "key", name="a_submission_is_followed_once_by_each")
        ]
        indexes = [
            models.Index(
                fields=["tenant", "next_at"], name="follow_ups_to_try", condition=Q(next_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} after {self.submission_id}"
