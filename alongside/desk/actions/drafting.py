"""Drafts of answers: what is being written survives closing the page, losing the question, and refusals."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions.working import LONGEST_TEXT, checked_text, working
from alongside.desk.models import AnswerDraft, Question
from alongside.history.events import Event

DRAFT = Power("desk.draft", Kind.DUTY, right="desk.view")


class DraftKept(
    Event,
    kind="desk.draft_kept",
    title="Draft Kept",
    sentence="{actor} was writing an answer to the question {reference}",
    private=True,
):
    """`letters`: how long it was; what it said is nobody else's."""

    reference: str
    question: str
    letters: int


def keep_draft(acting: Acting, question: Question, text: str) -> AnswerDraft | None:
    """Keep what an agent is writing, in the place of what they wrote before; nothing of an empty one, and no
    entry of one that says the same. Raises `Misfit` for what is too long to be an answer."""
    text = checked_text(text, LONGEST_TEXT) if text.strip() else ""
    before = draft_of(acting, question)
    if (before.text if before else "") == text:
        return before
    with working(acting, DRAFT, question) as (deed, current):
        theirs = AnswerDraft.objects.by(acting.actor.id).filter(question=current)
        kept = None
        if text or (before is not None and before.files.exists()):
            said = {"text": text, "saved_at": deed.at}
            kept, _ = theirs.update_or_create(question=current, agent_id=acting.actor.id, defaults=said)
        else:
            theirs.delete()
        reference = current.conversation.reference
        deed.record(
            DraftKept(reference=reference, question=str(current.pk), letters=len(text)), about=current
        )
        return kept


def draft_of(acting: Acting, question: Question) -> AnswerDraft | None:
    """What the agent was writing, if anything."""
    found: AnswerDraft | None = AnswerDraft.objects.by(acting.actor.id).filter(question=question).first()
    return found
