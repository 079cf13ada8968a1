"""Answering: directly, or proposed and approved (spec I31–I36, 4.24–4.25)."""

from __future__ import annotations

from alongside.assisting.acting import Acting, Deed, Refused, record_refusal
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions.enclosing import hand_over
from alongside.desk.actions.outbox import post_answer
from alongside.desk.actions.working import NotNow, checked_text, working
from alongside.desk.models import Answer, AnswerDraft, AnswerState, Question, Resolution
from alongside.desk.rules import State
from alongside.history.events import Event

SEND = Power("desk.send", Kind.DUTY)
PROPOSE = Power("desk.propose", Kind.DUTY)
SEE_PROPOSAL = Power("desk.see_proposal", Kind.DUTY)
DECIDE = Power("desk.decide", Kind.DUTY)
RESOLVE = Power("desk.resolve", Kind.DUTY)


class AnswerSent(
    Event,
    kind="desk.answer_sent",
    title="Answer Sent",
    sentence="{actor} answered the question {reference} of {person}",
    sentence_self="{actor} answered the question {reference}",
):
    reference: str
    answer: str
    leaves_open: bool


class AnswerProposed(
    Event,
    kind="desk.answer_proposed",
    title="Answer Proposed",
    sentence="{actor} proposed an answer to the question {reference} of {person}",
    private=True,
):
    reference: str
    answer: str


class AnswerApproved(
    Event,
    kind="desk.answer_approved",
    title="Answer Approved",
    sentence="{actor} approved an answer to the question {reference} of {person}, and it was sent",
):
    """`changed`: whether what was sent is not word for word what was proposed."""

    reference: str
    answer: str
    changed: bool


class AnswerRejected(
    Event,
    kind="desk.answer_rejected",
    title="Answer Rejected",
    sentence="{actor} rejected an answer to the question {reference} of {person}",
    private=True,
):
    reference: str
    answer: str


class QuestionResolved(
    Event,
    kind="desk.question_resolved",
    title="Question Resolved",
    sentence="{actor} resolved the question {reference} of {person} without an answer",
):
    reference: str
    question: str


def send(acting: Acting, question: Question, text: str, *, leave_open: bool = False) -> Answer:
    """Answer the customer; that resolves the question, unless it is to be left open. Raises `Misfit`."""
    text = checked_text(text)
    with working(acting, SEND, question) as (deed, current):
        answer = _written(deed, current, text, AnswerState.SENT, leave_open=leave_open)
        if current.assignee_id is None:  # a manager answered what nobody had in hand
            current.assignee_id, current.assigned_at = acting.actor.id, deed.at
            current.state = State.ASSIGNED
        if not leave_open:
            _resolve(deed, current, Resolution.ANSWERED)
        current.save(update_fields=["state", "assignee", "assigned_at", "resolved_at", "resolution"])
        post_answer(current, answer, text, deed.at)
        reference = current.conversation.reference
        deed.record(
            AnswerSent(reference=reference, answer=str(answer.pk), leaves_open=leave_open), about=current
        )
        return answer


def propose(acting: Acting, question: Question, text: str) -> Answer:
    """Hand an answer to whoever approves; the customer gets nothing yet. Raises `Misfit`."""
    text = checked_text(text)
    with working(acting, PROPOSE, question) as (deed, current):
        answer = _written(deed, current, text, AnswerState.PROPOSED)
        current.state = State.PENDING
        current.save(update_fields=["state"])
        reference = current.conversation.reference
        deed.record(AnswerProposed(reference=reference, answer=str(answer.pk)), about=current)
        return answer


def approve(acting: Acting, answer: Answer, text: str | None = None) -> Answer:
    """Send what was proposed, or `text` in its place; what was proposed is kept beside it."""
    final = checked_text(answer.text if text is None else text)
    with working(acting, DECIDE, answer.question) as (deed, current):
        waiting = _still_waiting(answer, current)
        waiting.state, waiting.sent_text, waiting.sent_at = AnswerState.SENT, final, deed.at
        waiting.decided_by_id, waiting.decided_at = acting.actor.id, deed.at
        waiting.save(update_fields=["state", "sent_text", "sent_at", "decided_by", "decided_at"])
        hand_over(acting, waiting)
        _drop_draft(acting, current)
        _resolve(deed, current, Resolution.ANSWERED)
        current.save(update_fields=["state", "resolved_at", "resolution"])
        post_answer(current, waiting, final, deed.at)
        reference, changed = current.conversation.reference, final != waiting.text
        deed.record(
            AnswerApproved(reference=reference, answer=str(answer.pk), changed=changed), about=current
        )
        return waiting


def reject(acting: Acting, answer: Answer, comment: str) -> Answer:
    """Return the question to whoever proposed, with a comment for them alone. Raises `Misfit`."""
    comment = checked_text(comment, 5_000)
    with working(acting, DECIDE, answer.question) as (deed, current):
        waiting = _still_waiting(answer, current)
        waiting.state, waiting.comment = AnswerState.REJECTED, comment
        waiting.decided_by_id, waiting.decided_at = acting.actor.id, deed.at
        waiting.save(update_fields=["state", "comment", "decided_by", "decided_at"])
        current.state, current.assignee_id, current.assigned_at = State.ASSIGNED, waiting.actor_id, deed.at
        current.save(update_fields=["state", "assignee", "assigned_at"])
        reference = current.conversation.reference
        deed.record(AnswerRejected(reference=reference, answer=str(answer.pk)), about=current)
        return waiting


def resolve(acting: Acting, question: Question) -> Question:
    """Be done with a question that needs no answer."""
    with working(acting, RESOLVE, question) as (deed, current):
        if current.assignee_id is None:
            current.assignee_id, current.assigned_at = acting.actor.id, deed.at
        _resolve(deed, current, Resolution.WITHOUT)
        current.save(update_fields=["state", "assignee", "assigned_at", "resolved_at", "resolution"])
        reference = current.conversation.reference
        deed.record(QuestionResolved(reference=reference, question=str(current.pk)), about=current)
        return current


def see_proposals(acting: Acting, question: Question) -> list[Answer]:
    """What was proposed for a question and not sent, the latest first; raises `Refused`."""
    if not (verdict := acting.may(SEE_PROPOSAL, about=question)):
        refusal = Refused(acting, SEE_PROPOSAL, verdict, question.conversation.person)
        record_refusal(refusal)
        raise refusal
    found = question.answers.exclude(state=AnswerState.SENT).select_related("actor", "decided_by")
    if verdict.rule == "own-proposal":
        found = found.filter(actor=acting.actor.id)
    return list(found.order_by("-written_at", "-pk"))


def _written(
    deed: Deed, question: Question, text: str, state: AnswerState, *, leave_open: bool = False
) -> Answer:
    sent = state == AnswerState.SENT
    made: Answer = Answer.objects.create(
        question=question,
        actor_id=deed.acting.actor.id,
        text=text,
        sent_text=text if sent else "",
        state=state,
        leaves_open=leave_open,
        written_at=deed.at,
        sent_at=deed.at if sent else None,
    )
    question.conversation.changed_at = deed.at
    question.conversation.save(update_fields=["changed_at"])
    hand_over(deed.acting, made)
    _drop_draft(deed.acting, question)
    return made


def _drop_draft(acting: Acting, question: Question) -> None:
    AnswerDraft.objects.by(acting.actor.id).filter(question=question).delete()


def _still_waiting(answer: Answer, question: Question) -> Answer:
    found = Answer.objects.filter(pk=answer.pk, question=question, state=AnswerState.PROPOSED).first()
    if found is None:
        raise NotNow("That has been decided already.")
    return found


def _resolve(deed: Deed, question: Question, how: Resolution) -> None:
    question.state, question.resolution, question.resolved_at = State.RESOLVED, how, deed.at
