"""Asking: a question begins a conversation, or goes on with one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk import hours
from alongside.desk.actions.enclosing import enclose
from alongside.desk.actions.working import checked_text
from alongside.desk.models import Channel, Conversation, Question, ServiceLevel, Topic
from alongside.desk.options import Options
from alongside.forms import reference as references
from alongside.forms.taking import Taken
from alongside.history.events import Event
from alongside.lib import tenancy
from alongside.people.checking import Misfit
from alongside.people.models import Tenant

ASK = Power("desk.ask", Kind.OPEN)

# Questions without a target queue behind all that have one, in the order in which they came.
NO_TARGET = timedelta(days=36_500)


class QuestionAsked(
    Event,
    kind="desk.question_asked",
    title="Question Asked",
    sentence="{actor} asked a question for {person} ({reference})",
    sentence_self="{actor} asked a question ({reference})",
):
    """`topic` is its number."""

    reference: str
    topic: int
    channel: str
    target_at: str | None


def ask(
    acting: Acting,
    topic: Topic,
    *,
    text: str,
    subject: str = "",
    conversation: Conversation | None = None,
    channel: Channel = Channel.PORTAL,
    files: Sequence[Taken] = (),
) -> Question:
    """Ask for the person the deed is for; with a conversation of theirs, ask on in it. Raises `Misfit` for
    a topic that is not offered to them, and `Conversation.DoesNotExist` for one that is not theirs."""
    text, subject = checked_text(text), " ".join(subject.split())[:200]
    with acting.doing(ASK) as deed:
        # Whoever goes on may be where an agent filed it, under what is not offered to them.
        if not _goes_on(conversation, topic) and (topic.deleted_at is not None or not offered(acting, topic)):
            raise Misfit({"topic": "Choose one of the list."})
        if conversation is None:
            subject = subject or first_words(text)
            begun = begin(topic, acting.person_id, subject, deed.at, assistance=acting.assistance)
        else:
            begun = Conversation.objects.of(acting).select_for_update(of=("self",)).get(pk=conversation.pk)
            begun.changed_at = deed.at
            begun.save(update_fields=["changed_at"])
        question = put(begun, topic, acting.actor.id, text, deed.at, channel=channel)
        enclose(question, files, deed.at)
        told = question.target_at.isoformat() if question.target_at else None
        deed.record(
            QuestionAsked(reference=begun.reference, topic=topic.pk, channel=channel.value, target_at=told),
            about=begun,
        )
        return question


def target_of(topic: Topic, received: datetime) -> datetime | None:
    """When a question about this should be answered, by the most urgent level that applies (spec I28)."""
    chain = {topic.pk}
    above = topic.parent
    while above is not None:
        chain.add(above.pk)
        above = above.parent
    levels = [
        hours.Level(
            minutes=level.minutes,
            in_hours=level.in_hours,
            segment=level.segment_id,
            # A level of a topic is about everything below it too.
            topics=None
            if level.topic_id is None
            else frozenset({topic.pk} if level.topic_id in chain else ()),
        )
        for level in ServiceLevel.objects.all()
    ]
    options = Options.of(Tenant.objects.only("options").get(pk=tenancy.current()).options)
    open_hours = options.opened(timezone.get_default_timezone())
    return hours.target(levels, topic.segment_id, topic.pk, received, open_hours)


def ask_on(
    acting: Acting,
    conversation: Conversation,
    *,
    text: str,
    channel: Channel = Channel.PORTAL,
    files: Sequence[Taken] = (),
) -> Question:
    """Ask on in a conversation, under the topic of what was asked there last; for the rest see `ask`."""
    topic = Topic.objects.get(pk=_last_topic(conversation) or 0)  # every conversation began with a question
    return ask(acting, topic, text=text, conversation=conversation, channel=channel, files=files)


def _goes_on(conversation: Conversation | None, topic: Topic) -> bool:
    return conversation is not None and _last_topic(conversation) == topic.pk


def _last_topic(conversation: Conversation) -> int | None:
    asked = conversation.questions.order_by("-received_at", "-pk")
    found: int | None = asked.values_list("topic", flat=True).first()
    return found


def offered(acting: Acting, topic: Topic) -> bool:
    """People choose among the public topics of their segments; agents among all topics of their own."""
    if topic.segment_id in acting.actor.standing.segments and "desk.view" in acting.actor.standing.rights:
        return True
    within = acting.person.is_anonymous_user or topic.segment_id in acting.person.standing.segments
    return topic.public and within


def begin(
    topic: Topic, person: int, subject: str, at: datetime, *, assistance: Assistance | None = None
) -> Conversation:
    """A conversation with this person, under a reference of its own; within the deed that asks."""
    while Conversation.objects.filter(reference=(drawn := references.new())).exists():
        pass
    begun: Conversation = Conversation.objects.create(
        reference=drawn,
        segment_id=topic.segment_id,
        person_id=person,
        assistance=assistance,
        subject=subject,
        begun_at=at,
        changed_at=at,
    )
    return begun


def put(
    conversation: Conversation,
    topic: Topic,
    actor: int,
    text: str,
    at: datetime,
    *,
    channel: Channel,
    unverified: bool = False,
) -> Question:
    """A question into the queue, in the place that its target gives it; within the deed that asks."""
    due = target_of(topic, at)
    made: Question = Question.objects.create(
        conversation=conversation,
        segment_id=topic.segment_id,
        topic=topic,
        actor_id=actor,
        channel=channel,
        text=text,
        unverified=unverified,
        received_at=at,
        target_at=due,
        queue_at=due or at + NO_TARGET,
    )
    return made


def first_words(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= 80 else line[:79].rsplit(" ", 1)[0] + "…"
