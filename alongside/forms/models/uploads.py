"""Files that are on their way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from alongside.forms.models.drafts import Draft
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class Upload(TenantRow):
    """A file that comes in pieces, one behind the other; what has arrived lies in `vault` under its id. It
    is no file of the draft until all of it is there and was looked at."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="uploads")
    question = models.CharField(max_length=100)  # by its flat name
    name = models.CharField(max_length=255)  # as the browser said it; it is made safe when the file is kept
    size = models.PositiveBigIntegerField()  # bytes, as the browser said it
    received = models.PositiveBigIntegerField(default=0)  # bytes
    touched_at = models.DateTimeField()

    objects = tenancy.TenantManager["Upload"]()
    everywhere = models.Manager["Upload"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="no_more_arrives_than_was_said", condition=Q(received__lte=F("size"))
            ),
        ]
        indexes = [models.Index(fields=["tenant", "touched_at"], name="uploads_by_time")]

    def __str__(self) -> str:
        return f"{self.name}: {self.received} of {self.size}"
