"""Files that were sent with questions and answers on pages; those of letters are `LetterFile`s."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.desk.models.drafts import AnswerDraft
from alongside.desk.models.questions import Answer, Question
from alongside.lib import ids, tenancy
from alongside.people.models import TenantRow


class SentFile(TenantRow):
    """A file of whoever asked, or of an answer, or of one that is being written. Its content lies sealed
    in the vault."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="files")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="files")
    draft = models.ForeignKey(AnswerDraft, models.CASCADE, null=True, related_name="files")
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=10)  # of `filetypes.TYPES`
    size = models.PositiveBigIntegerField()  # bytes
    kept_at = models.DateTimeField()

    objects = tenancy.TenantManager["SentFile"]()
    everywhere = models.Manager["SentFile"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_file_was_sent_or_is_to_be",
                condition=Q(answer__isnull=True) | Q(draft__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
