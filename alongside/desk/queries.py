"""Reads of the desk that span its models."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from alongside.assisting.acting import Acting
from alongside.desk.actions import offered, waiting_for
from alongside.desk.models import (
    ALL_SEGMENTS,
    Answer,
    AnswerState,
    Conversation,
    Question,
    Resolution,
    StockAnswer,
    Topic,
    TopicSkill,
)
from alongside.desk.reporting import Asked
from alongside.desk.rules import State
from alongside.history.actions import name_of
from alongside.history.models import Entry
from alongside.people.models import Person, Role

MOST_AGENTS = 200  # offered when a question is put into somebody's hands
APART = " › "
MOST_NEWS = 100  # of a question, at once

# Entries about a question that say that somebody writes an answer, that its page is not any more what it was,
# and those whose very kind says that an answer was proposed.
WRITING = frozenset({"desk.draft_kept", "desk.files_attached", "desk.file_detached"})
CHANGING = frozenset(
    {
        "desk.answer_approved",
        "desk.answer_sent",
        "desk.expert_replied",
        "desk.forwarding_withdrawn",
        "desk.question_forwarded",
        "desk.question_got",
        "desk.question_merged",
        "desk.question_moved",
        "desk.question_picked",
        "desk.question_reassigned",
        "desk.question_resolved",
        "desk.question_returned",
        "desk.question_set_aside",
        "desk.question_split",
    }
)
PROPOSING = frozenset({"desk.answer_proposed", "desk.answer_rejected"})


@dataclass(frozen=True)
class Placed:
    """A topic in its tree: how deep it stands, and the names that lead to it."""

    topic: Topic
    depth: int
    path: str


def tree(segments: Collection[int] | None) -> list[Placed]:
    """The topics of these segments, of all for None, each after the one above it and beside others by
    name."""
    topics = Topic.objects.filter(deleted_at=None).select_related("segment").order_by("segment__name", "name")
    return _placed(topics if segments is None else topics.filter(segment__in=segments))


def topics_for(acting: Acting) -> list[Placed]:
    """The topics under which a question can be asked for the person: those that `ask` takes. What stands
    above them and is not offered is not named."""
    topics = Topic.objects.filter(deleted_at=None).select_related("segment").order_by("segment__name", "name")
    return _placed(topic for topic in topics if offered(acting, topic))


def topics_for_everybody() -> list[Placed]:
    """The topics under which anybody may ask, signed in or not."""
    topics = Topic.objects.filter(deleted_at=None, public=True).select_related("segment")
    return _placed(topics.order_by("segment__name", "name"))


def _placed(topics: Iterable[Topic]) -> list[Placed]:
    rows = list(topics)
    known = {topic.pk for topic in rows}
    below: dict[int | None, list[Topic]] = {}
    for topic in rows:
        below.setdefault(topic.parent_id if topic.parent_id in known else None, []).append(topic)
    return list(_walk(below, None, 0, ""))


def _walk(below: dict[int | None, list[Topic]], above: int | None, depth: int, path: str) -> Iterable[Placed]:
    for topic in below.get(above, ()):
        here = f"{path}{APART}{topic.name}" if path else topic.name
        yield Placed(topic, depth, here)
        yield from _walk(below, topic.pk, depth + 1, here)


def choices(placed: Iterable[Placed]) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Topics for choosing among them: by segment, where there are several."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in placed:
        groups.setdefault(one.topic.segment.name, []).append((str(one.topic.pk), one.path))
    if len(groups) > 1:
        return list(groups.items())
    return [pair for pairs in groups.values() for pair in pairs]


def skills_asked(topics: Iterable[Topic]) -> dict[int, list[str]]:
    """By topic, the names of the skills that it takes."""
    found: dict[int, list[str]] = {}
    rows = TopicSkill.objects.filter(topic__in=[topic.pk for topic in topics])
    for topic, name in rows.order_by("skill__name").values_list("topic", "skill__name"):
        found.setdefault(topic, []).append(name)
    return found


def stock_answers(segments: Collection[int] | None) -> list[StockAnswer]:
    """Those of these segments, of all for None, by name."""
    rows = StockAnswer.objects.select_related("segment").order_by("name", "pk")
    return list(rows if segments is None else rows.filter(segment__in=segments))


def segments_of(acting: Acting) -> Collection[int] | None:
    """The segments in which an agent works on questions; None for all of them."""
    standing = acting.actor.standing
    return None if ALL_SEGMENTS in standing.rights else standing.segments


@dataclass(frozen=True)
class Waiting:
    """How many questions of a topic wait, and by when the first of them should be answered."""

    topic: Topic
    count: int
    target_at: datetime | None
    oldest_at: datetime


def waiting_by_topic(acting: Acting) -> list[Waiting]:
    """What waits: for those who choose, of their segments; for everybody else, what they could get."""
    choose = "desk.pick" in acting.actor.standing.rights
    rows: QuerySet[Question] = Question.objects.seen_by(acting).waiting() if choose else waiting_for(acting)
    counted = (
        rows.order_by()
        .values("topic")
        .annotate(count=Count("pk"), target=Min("target_at"), oldest=Min("received_at"))
    )
    by_topic = {row["topic"]: row for row in counted}
    topics = Topic.objects.filter(pk__in=by_topic).select_related("segment", "parent")
    found = [
        Waiting(topic, row["count"], row["target"], row["oldest"])
        for topic in topics
        for row in (by_topic[topic.pk],)
    ]
    return sorted(found, key=lambda one: (one.target_at is None, one.target_at or one.oldest_at))


def workers(segments: Collection[int] | None) -> list[Person]:
    """Who may be given the questions of any of these segments: agents who work on them, by name. None is all
    segments."""
    roles = [role for role in Role.objects.all() if {"desk.view", "desk.work"} <= set(role.rights)]
    everywhere = [role.pk for role in roles if ALL_SEGMENTS in role.rights]
    held = _holds([role.pk for role in roles])
    within = held if segments is None else held & Q(segments__in=segments) | _holds(everywhere)
    found = (
        Person.objects.real()
        .filter(is_active=True)
        .filter(within)
        .order_by("given_name", "family_name", "pk")
        .distinct()
    )
    return list(found[:MOST_AGENTS])


def _holds(roles: Iterable[int]) -> Q:
    numbers = list(roles)
    return Q(holdings__role__in=numbers) | Q(memberships__group__holdings__role__in=numbers)


def asked_in(acting: Acting, conversation: Conversation) -> QuerySet[Question]:
    """The questions of a conversation for the person themselves; while helping, those of the agent's
    segments (spec 4.26)."""
    rows: QuerySet[Question] = Question.objects.filter(conversation=conversation)
    return rows.filter(segment__in=acting.actor.standing.segments) if acting.helping else rows


def outcomes(conversations: Collection[Conversation]) -> dict[uuid.UUID, str]:
    """Of each conversation: `open`, `answered`, or `closed` when its last question had no answer."""
    rows = Question.objects.filter(conversation__in=[one.pk for one in conversations])
    found: dict[uuid.UUID, str] = {}
    for key, state, how in rows.order_by("received_at", "pk").values_list(
        "conversation", "state", "resolution"
    ):
        if state != State.RESOLVED:
            found[key] = "open"
        elif found.get(key) != "open":
            found[key] = "answered" if how == Resolution.ANSWERED else "closed"
    return found


def others_of(acting: Acting, conversation: Conversation, most: int) -> list[Question]:
    """The latest questions of the same person in other conversations that the agent sees (spec I10)."""
    if conversation.person.is_anonymous_user:  # that is many people
        return []
    seen = Question.objects.seen_by(acting).filter(conversation__person=conversation.person_id)
    found = seen.exclude(conversation=conversation.pk).select_related("conversation", "topic")
    return list(found.order_by("-received_at", "-pk")[:most])


def reported(acting: Acting, begin: datetime, end: datetime) -> Iterator[Asked]:
    """What a report counts: the questions of the agent's segments that came from one moment to before
    another, but for spam."""
    first = Answer.objects.filter(question=OuterRef("pk"), state=AnswerState.SENT).order_by("sent_at")
    rows = (
        Question.objects.seen_by(acting)
        .filter(received_at__gte=begin, received_at__lt=end)
        .exclude(resolution=Resolution.SPAM)
        .annotate(answered_at=Subquery(first.values("sent_at")[:1]))
    )
    columns = ("topic", "received_at", "target_at", "resolved_at", "answered_at")
    return (Asked(*row) for row in rows.values_list(*columns).iterator(2000))


def open_since(acting: Acting) -> Iterator[datetime]:
    """When each question came that is open now."""
    rows = Question.objects.seen_by(acting).unresolved()
    found: Iterator[datetime] = rows.values_list("received_at", flat=True).iterator(2000)
    return found


def names_of(topics: Iterable[int]) -> dict[int, str]:
    """The names of topics, also of those offered no more; with their segment where one name stands twice."""
    rows = list(Topic.objects.filter(pk__in=list(topics)).select_related("segment"))
    twice = {name for name, count in Counter(one.name for one in rows).items() if count > 1}
    return {one.pk: f"{one.name} ({one.segment.name})" if one.name in twice else one.name for one in rows}


def news(question: Question, after: int, *, but: uuid.UUID, proposals: bool) -> list[Entry]:
    """What was done to a question since an entry of that number, the oldest first, and that others than `but`
    write on it; of proposals only where they may be seen."""
    kinds = CHANGING | WRITING | (PROPOSING if proposals else frozenset())
    entries = Entry.objects.about(name_of(question)).of_kinds(*kinds).filter(number__gt=after)
    others = entries.exclude(kind__in=WRITING, actor_ref=but)
    found: list[Entry] = list(others.newest_first()[:MOST_NEWS])
    return found[::-1]
