"""What was said in a conversation, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from alongside.desk.models import Answer, AnswerState, Question


@dataclass(frozen=True)
class Said:
    """Something in a conversation: a question, or an answer that was sent."""

    at: datetime
    who: str
    text: str
    question: Question
    answer: Answer | None = None


def thread_of(questions: QuerySet[Question]) -> list[Said]:
    """What was said in some questions of one conversation, in its order: what never reached the customer is
    none of it."""
    asked = list(questions.select_related("actor", "topic", "assignee").order_by("received_at", "pk"))
    by_id = {one.pk: one for one in asked}
    sent = Answer.objects.filter(question__in=list(by_id), state=AnswerState.SENT).select_related("actor")
    said = [Said(one.received_at, one.actor.name, one.text, one) for one in asked]
    for answer in sent:
        at = answer.sent_at or answer.written_at
        said.append(Said(at, answer.actor.name, answer.sent_text, by_id[answer.question_id], answer))
    return sorted(said, key=lambda one: one.at)
