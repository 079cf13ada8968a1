"""What agents are writing (spec I32)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from alongside.desk.models.questions import Question
from alongside.lib import tenancy
from alongside.people.models import TenantRow


class AnswerDraftQuerySet(models.QuerySet["AnswerDraft"]):
    def by(self, agent_id: int) -> AnswerDraftQuerySet:
        return self.filter(agent_id=agent_id)


AnswerDraftManager = tenancy.TenantManager.from_queryset(AnswerDraftQuerySet)


class AnswerDraft(TenantRow):
    """What an agent is writing, kept for them alone until it is sent or proposed, whatever becomes of the
    question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="drafts")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    saved_at = models.DateTimeField()

    objects = AnswerDraftManager()
    everywhere = models.Manager["AnswerDraft"]()

    class Meta:
        constraints = [
            models.UniqueConstraint("question", "agent", name="an_agent_writes_one_answer_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
