"""Sorting questions: into another topic, or aside."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions.asking import NO_TARGET, target_of
from alongside.desk.actions.working import NotNow, working
from alongside.desk.models import ALL_SEGMENTS, Question, Resolution, Topic
from alongside.desk.rules import State
from alongside.history.events import Event

RETOPIC = Power("desk.retopic", Kind.DUTY)
SET_ASIDE = Power("desk.set_aside", Kind.DUTY)


class QuestionRetopicked(
    Event,
    kind="desk.question_moved",
    title="Question Moved",
    sentence="{actor} moved the question {reference} to another topic",
    private=True,
):
    """`topic` is its number."""

    reference: str
    question: str
    topic: int


class QuestionSetAside(
    Event,
    kind="desk.question_set_aside",
    title="Question Set Aside",
    sentence="{actor} set the question {reference} aside as spam",
    private=True,
):
    reference: str
    question: str


def retopic(acting: Acting, question: Question, to: Topic) -> Question:
    """File a question under another topic, of any segment of the agent's: its target is that topic's, counted
    from when it came. In another segment it queues anew."""
    with working(acting, RETOPIC, question) as (deed, current):
        standing = acting.actor.standing
        reaches = to.segment_id in standing.segments or ALL_SEGMENTS in standing.rights
        if to.deleted_at is not None or not reaches or to.pk == current.topic_id:
            raise NotNow("Choose another topic of your segments.")
        if to.segment_id != current.segment_id:
            current.state, current.assignee, current.assigned_at = State.UNASSIGNED, None, None
        current.topic, current.segment_id = to, to.segment_id
        current.target_at = target_of(to, current.received_at)
        current.queue_at = current.target_at or current.received_at + NO_TARGET
        current.save()
        reference = current.conversation.reference
        deed.record(
            QuestionRetopicked(reference=reference, question=str(current.pk), topic=to.pk), about=current
        )
        return current


def set_aside(acting: Acting, question: Question) -> Question:
    """Resolve a question as spam; it is kept, and can be found."""
    with working(acting, SET_ASIDE, question) as (deed, current):
        if current.assignee_id is None:
            current.assignee_id, current.assigned_at = acting.actor.id, deed.at
        current.state, current.resolution, current.resolved_at = State.RESOLVED, Resolution.SPAM, deed.at
        current.save(update_fields=["state", "assignee", "assigned_at", "resolved_at", "resolution"])
        reference = current.conversation.reference
        deed.record(QuestionSetAside(reference=reference, question=str(current.pk)), about=current)
        return current
