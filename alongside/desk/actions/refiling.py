"""Merging conversations of one person, and splitting a question off into one of its own."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import QuerySet

from alongside.assisting.acting import Acting, recording_refusals
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions import asking
from alongside.desk.actions.working import NotNow, working
from alongside.desk.models import Conversation, Post, Question
from alongside.history.events import Event

REFILE = Power("desk.refile", Kind.DUTY)


class QuestionMerged(
    Event,
    kind="desk.question_merged",
    title="Question Joined to Another Conversation",
    sentence="{actor} joined the question {reference} to the conversation {to}",
    private=True,
):
    """`reference` is that of the conversation in which it was, `to` that of the one in which it is."""

    reference: str
    to: str
    question: str


class QuestionSplit(
    Event,
    kind="desk.question_split",
    title="Question Split Off",
    sentence="{actor} made a conversation of its own ({to}) of the question {reference}",
    private=True,
):
    """`reference` is that of the conversation in which it was, `to` that of its own."""

    reference: str
    to: str
    question: str


def joinable(acting: Acting, question: Question) -> QuerySet[Conversation]:
    """The conversations to which that of a question can be joined, the latest first: of the same person, with
    something that the agent sees. What somebody sent who has not proven their address stays apart, so that
    nobody is answered in what is another's."""
    conversation = question.conversation
    rows = Conversation.objects.latest_first()
    if conversation.person.is_anonymous_user or _unproven().filter(conversation=conversation).exists():
        return rows.none()
    seen = Question.objects.seen_by(acting).values("conversation")
    theirs = rows.filter(person=conversation.person_id, joined_to=None).exclude(pk=conversation.pk)
    return theirs.filter(pk__in=seen).exclude(pk__in=_unproven().values("conversation"))


def merge(acting: Acting, question: Question, into: Conversation) -> Question:
    """Join the conversation of a question to another of the same person: what the agent sees of it goes
    there, and so does what comes later for its reference.
    Raises `NotNow` for one that `joinable` does not have."""
    with recording_refusals(), transaction.atomic():
        _lock(question.conversation_id, into.pk)
        with working(acting, REFILE, question) as (deed, current):
            left, to = current.conversation, joinable(acting, current).filter(pk=into.pk).first()
            if to is None:
                raise NotNow("Choose another conversation of the same person.")
            moved = list(
                Question.objects.seen_by(acting).filter(conversation=left).values_list("pk", flat=True)
            )
            Question.objects.filter(pk__in=moved).update(conversation=to)
            to.begun_at = min(to.begun_at, left.begun_at)
            to.changed_at = max(to.changed_at, left.changed_at)
            to.save(update_fields=["begun_at", "changed_at"])
            if not left.questions.exists():
                Conversation.objects.filter(joined_to=left).update(joined_to=to)
                left.joined_to = to
                left.save(update_fields=["joined_to"])
            for number in moved:
                deed.record(
                    QuestionMerged(reference=left.reference, to=to.reference, question=str(number)), about=to
                )
            current.conversation = to
            return current


def split(acting: Acting, question: Question, subject: str = "") -> Question:
    """Make a conversation of its own of a question, with its answers. Raises `NotNow` for the only one that
    the agent sees of its conversation."""
    with recording_refusals(), transaction.atomic():
        _lock(question.conversation_id)
        with working(acting, REFILE, question) as (deed, current):
            left = current.conversation
            if not has_others(acting, current):
                raise NotNow("Nothing else was said in this conversation.")
            subject = " ".join(subject.split())[:200] or asking.first_words(current.text)
            own = asking.begin(
                current.topic, left.person_id, subject, current.received_at, assistance=left.assistance
            )
            own.changed_at = deed.at
            own.save(update_fields=["changed_at"])
            current.conversation = own
            current.save(update_fields=["conversation"])
            Post.objects.filter(answer__question=current).update(conversation=own)
            deed.record(
                QuestionSplit(reference=left.reference, to=own.reference, question=str(current.pk)), about=own
            )
            return current


def has_others(acting: Acting, question: Question) -> bool:
    """Whether the agent sees more than this question in its conversation."""
    seen = Question.objects.seen_by(acting).filter(conversation=question.conversation_id)
    return seen.exclude(pk=question.pk).exists()


def _unproven() -> QuerySet[Question]:
    found: QuerySet[Question] = Question.objects.filter(unverified=True)
    return found


def _lock(*conversations: uuid.UUID) -> None:
    """In one order for everybody, and before any question: whoever merges the other way round waits here.
    What refers to a conversation may still be written, so that nobody who answers waits for us."""
    rows = Conversation.objects.filter(pk__in=conversations).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))
