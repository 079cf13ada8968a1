"""Opening a question."""

from __future__ import annotations

import uuid

from alongside.assisting.acting import Acting, Refused, record_refusal
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.models import Question

VIEW = Power("desk.view", Kind.DUTY)
# Whoever puts questions into somebody's hands sees who has how many.
SUPERVISE = Power("desk.supervise", Kind.STAFF, right="desk.reassign")


def view_question(acting: Acting, number: uuid.UUID) -> Question:
    """A question with its conversation. Raises `Question.DoesNotExist`, and `Refused`, which pages answer
    alike."""
    question: Question = Question.objects.for_a_page().get(pk=number)
    if not (verdict := acting.may(VIEW, about=question)):
        refusal = Refused(acting, VIEW, verdict, question.conversation.person)
        record_refusal(refusal)
        raise refusal
    return question
