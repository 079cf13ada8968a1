"""Files that belong to a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from alongside.cases.models.cases import Case
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow

LONGEST_NAME = 120


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def public(self) -> AttachmentQuerySet:
        """What the owner sees."""
        return self.filter(public=True)

    def with_people(self) -> AttachmentQuerySet:
        return self.select_related("actor", "person")

    def oldest_first(self) -> AttachmentQuerySet:
        return self.order_by("sent_at", "pk")


AttachmentManager = tenancy.TenantManager.from_queryset(AttachmentQuerySet)


class Attachment(TenantRow):
    """A file that was looked at and kept; its content is in the forms' `vault`. What owners send they see;
    of what staff add they see what is public."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", db_index=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    of_owner = models.BooleanField()  # sent by its owner, or with them: their own limits count
    public = models.BooleanField()
    name = models.CharField(max_length=LONGEST_NAME)  # as it is shown and saved; nothing is opened by it
    type = models.CharField(max_length=10)  # of `filetypes.TYPES`
    size = models.PositiveBigIntegerField()  # bytes
    sent_at = models.DateTimeField()

    objects = AttachmentManager()
    everywhere = models.Manager["Attachment"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="owners_see_what_they_sent", condition=models.Q(of_owner=False) | models.Q(public=True)
            ),
        ]
        indexes = [models.Index(fields=["case", "sent_at"], name="files_of_a_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def on_behalf(self) -> bool:
        return self.actor_id != self.person_id
