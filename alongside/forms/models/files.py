"""Files that people sent with their answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from alongside.forms.models.drafts import Draft
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class FileQuerySet(models.QuerySet["File"]):
    def of(self, draft: Draft) -> FileQuerySet:
        return self.filter(draft=draft)

    def named(self, numbers: Iterable[str]) -> FileQuerySet:
        return self.filter(pk__in=list(numbers))


FileManager = tenancy.TenantManager.from_queryset(FileQuerySet)


class File(TenantRow):
    """A file that was looked at and kept; its content is in `vault`. It belongs to a draft, and so to the
    submission that the draft becomes."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    question = models.CharField(max_length=100)  # by its flat name
    name = models.CharField(max_length=120)  # as it is shown and saved; nothing is opened by it
    type = models.CharField(max_length=10)  # of `filetypes.TYPES`
    size = models.PositiveBigIntegerField()  # bytes
    kept_at = models.DateTimeField()

    objects = FileManager()
    everywhere = models.Manager["File"]()

    def __str__(self) -> str:
        return self.name

    @property
    def item(self) -> str:
        """As it stands in an answer."""
        return f"{self.pk}/{self.name}"
