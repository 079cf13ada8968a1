"""Getting questions: the next one, a chosen one, and by a manager's hand (spec I25–I30)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Count, QuerySet

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions.working import NotNow, working
from alongside.desk.models import ALL_SEGMENTS, AgentSkill, Question, Topic, TopicSkill, rights_of
from alongside.desk.options import Options
from alongside.desk.rules import State
from alongside.history.events import Event
from alongside.lib.compiled import adapted, compiled
from alongside.people.models import Person

GET_NEXT = Power("desk.get_next", Kind.STAFF, right="desk.work")
PICK = Power("desk.pick", Kind.DUTY)
REASSIGN = Power("desk.reassign", Kind.DUTY)
RETURN = Power("desk.return", Kind.DUTY)

MOST_AT_ONCE = 50  # questions of one person that come together


class QuestionGot(
    Event,
    kind="desk.question_got",
    title="Question Got",
    sentence="{actor} got the next question, {reference}",
    private=True,
):
    reference: str
    question: str


class QuestionPicked(
    Event,
    kind="desk.question_picked",
    title="Question Picked",
    sentence="{actor} picked the question {reference}",
    private=True,
):
    reference: str
    question: str


class QuestionReassigned(
    Event,
    kind="desk.question_reassigned",
    title="Question Reassigned",
    sentence="{actor} put the question {reference} into somebody's hands",
    private=True,
):
    """`to` is the agent's ref."""

    reference: str
    question: str
    to: str


class QuestionReturned(
    Event,
    kind="desk.question_returned",
    title="Question Returned",
    sentence="{actor} returned the question {reference} to the queue",
    private=True,
):
    reference: str
    question: str


class NothingWaits(Exception):
    """No question waits that the agent could take."""


def waiting_for(acting: Acting) -> QuerySet[Question]:
    """The questions that wait and that the agent could get: in their segments, of topics all of whose skills
    they have (spec I23, I26)."""
    return _fitting(acting.actor.id, *_reach(acting))


def could_get(acting: Acting) -> int:
    """How many those are."""
    return _number.first(acting.actor.id, *_reach(acting)) or 0


def get_next(acting: Acting) -> list[Question]:
    """Take the question whose target is earliest into the agent's hands; where the segment says so, with all
    that wait of the same person (spec I27). Two agents never get the same one. Raises `NothingWaits`."""
    with acting.doing(GET_NEXT) as deed:
        first = _next(acting)
        if first is None:
            raise NothingWaits
        for question in (taken := [first, *_together(acting, first)]):
            _take(question, acting.actor.id, deed.at)
            reference = question.conversation.reference
            deed.record(QuestionGot(reference=reference, question=str(question.pk)), about=question)
        return taken


def pick(acting: Acting, question: Question) -> Question:
    """Take a chosen question that waits."""
    with working(acting, PICK, question) as (deed, current):
        _hand(current, acting.actor.id, deed.at)
        reference = current.conversation.reference
        deed.record(QuestionPicked(reference=reference, question=str(current.pk)), about=current)
        return current


def reassign(acting: Acting, question: Question, to: Person) -> Question:
    """Put a question into an agent's hands, whatever their skills (spec I29). One whose answer waits for
    approval stays pending. Raises `NotNow` for somebody who works on no questions of its segment."""
    with working(acting, REASSIGN, question) as (deed, current):
        standing = to.standing
        reaches = current.segment_id in standing.segments or ALL_SEGMENTS in standing.rights
        if not (to.is_active and reaches and rights_of(standing.rights).works):
            raise NotNow(f"{to.name} does not work on questions of this segment.")
        if current.assignee_id == to.pk:
            raise NotNow(f"{to.name} has it in hand already.")
        state = current.phase
        _hand(current, to.pk, deed.at)
        if state is State.PENDING:
            current.state = state
            current.save(update_fields=["state"])
        reference = current.conversation.reference
        deed.record(
            QuestionReassigned(reference=reference, question=str(current.pk), to=str(to.ref)), about=current
        )
        return current


def give_back(acting: Acting, question: Question) -> Question:
    """Return a question to the queue, where it has its place by its target."""
    with working(acting, RETURN, question) as (deed, current):
        if current.phase is not State.ASSIGNED:
            raise NotNow("It is in the queue.")
        current.state, current.assignee, current.assigned_at = State.UNASSIGNED, None, None
        current.save(update_fields=["state", "assignee", "assigned_at"])
        reference = current.conversation.reference
        deed.record(QuestionReturned(reference=reference, question=str(current.pk)), about=current)
        return current


def _next(acting: Acting) -> Question | None:
    """The most urgent that nobody is taking at this moment, with its conversation and its tenant."""
    everywhere, segments = _reach(acting)
    return _first.first(acting.actor.id, everywhere, segments, _passes_over())


@compiled
def _first(agent: int, everywhere: bool, segments: tuple[int, ...], passes_over: bool) -> QuerySet[Question]:
    rows = _fitting(agent, everywhere, segments).order_by("queue_at", "pk")
    return _free(rows.select_related("conversation", "tenant"), passes_over)[:1]


@compiled
def _number(agent: int, everywhere: bool, segments: tuple[int, ...]) -> QuerySet[Question, int]:
    every = _fitting(agent, everywhere, segments).order_by().values("tenant")
    return every.annotate(number=Count("pk")).values_list("number", flat=True)


def _reach(acting: Acting) -> tuple[bool, tuple[int, ...]]:
    """Whether the agent works in all segments, and otherwise in which."""
    standing = acting.actor.standing
    everywhere = ALL_SEGMENTS in standing.rights
    return everywhere, () if everywhere else tuple(sorted(standing.segments))


def _fitting(agent: int, everywhere: bool, segments: tuple[int, ...]) -> QuerySet[Question]:
    held = AgentSkill.objects.filter(agent=agent).values("skill")
    beyond = TopicSkill.objects.exclude(skill__in=held).values("topic")
    topics = Topic.objects.exclude(pk__in=beyond)
    if not everywhere:
        topics = topics.filter(segment__in=segments)
    found: QuerySet[Question] = Question.objects.waiting().filter(topic__in=topics.values("pk"))
    return found


def _together(acting: Acting, first: Question) -> list[Question]:
    options = Options.of(first.tenant.options)
    if first.segment_id not in options.get_all:
        return []
    same = waiting_for(acting).filter(
        segment=first.segment_id, conversation__person=first.conversation.person_id
    )
    others = same.exclude(pk=first.pk).select_related("conversation").order_by("queue_at", "pk")
    return list(_free(others, _passes_over())[:MOST_AT_ONCE])


def _passes_over() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _free(rows: QuerySet[Question], passes_over: bool) -> QuerySet[Question]:
    """Those that nobody is taking at this moment. Where rows cannot be passed over, writers are one after the
    other anyway."""
    return rows.select_for_update(of=("self",), skip_locked=True) if passes_over else rows


# Written out: fifty agents press at once, and the ORM needs longer to put it together than the database to
# do it.
_TAKE = (
    "UPDATE desk_question SET state = 'assigned', assignee_id = %s, assigned_at = %s"
    " WHERE tenant_id = %s AND id = %s"
)


def _take(question: Question, agent_id: int, at: datetime) -> None:
    """As `_hand`, for one that was just read and locked."""
    with connection.cursor() as cursor:
        row = [agent_id, adapted(connection, at), question.tenant_id, adapted(connection, question.pk)]
        cursor.execute(_TAKE, row)
    question.state, question.assignee_id, question.assigned_at = State.ASSIGNED, agent_id, at


def _hand(question: Question, agent_id: int, at: datetime) -> None:
    question.state, question.assignee_id, question.assigned_at = State.ASSIGNED, agent_id, at
    question.save(update_fields=["state", "assignee", "assigned_at"])
