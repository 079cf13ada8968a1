"""What an agent has in hand, what waits, and the questions of their segments."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.desk import actions as desk
from alongside.desk import queries
from alongside.desk.actions.getting import GET_NEXT
from alongside.desk.actions.seeing import VIEW
from alongside.desk.models import Question, QuestionQuerySet
from alongside.lib import clock, keyset
from alongside.people.http import Request

PAGE = 30  # questions
MOST_IN_HAND = 100

MOST_URGENT, LATEST = ("queue_at", "pk"), ("-received_at", "-pk")


@dataclass(frozen=True)
class Side:
    """One of the lists: how it is called, and the order in which an index has it."""

    name: str
    label: str
    order: tuple[str, str]
    empty: str


SIDES = (
    Side("waiting", "Waiting", MOST_URGENT, "Nothing waits."),
    Side("in-hand", "In hand", MOST_URGENT, "Nobody has a question in hand."),
    Side("pending", "For approval", MOST_URGENT, "No answer waits for approval."),
    Side("all", "All", LATEST, "No questions yet."),
)


@staff(VIEW)
@require_safe
def desk_page(request: Request) -> HttpResponse:
    acting = request.acting
    mine = Question.objects.seen_by(acting).in_hands_of(acting.actor.id).told_of_replies()
    waiting = queries.waiting_by_topic(acting)
    rights = acting.actor.standing.rights
    context = {
        "mine": list(mine.for_a_page().most_urgent_first()[:MOST_IN_HAND]),
        "waiting": waiting,
        "works": "desk.work" in rights,
        "could_get": desk.could_get(acting) if "desk.work" in rights else 0,
        "for_approval": _for_approval(request),
        "now": clock.now(),
    }
    return render(request, "console/desk/desk.html", context)


def _for_approval(request: Request) -> int | None:
    """How many answers wait; nothing for those who do not approve."""
    if "desk.approve" not in request.acting.actor.standing.rights:
        return None
    return Question.objects.seen_by(request.acting).for_approval().count()


@staff(GET_NEXT)
@require_POST
def next_one(request: Request) -> HttpResponse:
    try:
        taken = desk.get_next(request.acting)
    except desk.NothingWaits:
        messages.info(request, "Nothing waits that you could take. Look again in a while.")
        return see_other("desk")
    if len(taken) > 1:
        messages.success(request, f"{len(taken)} questions of the same person came together.")
    return see_other("question", question_id=taken[0].pk)


@staff(VIEW)
@require_safe
def questions(request: Request) -> HttpResponse:
    """The questions of the agent's segments, a page at a time."""
    side = next((one for one in SIDES if one.name == request.GET.get("state")), SIDES[0])
    topics = queries.tree(queries.segments_of(request.acting))
    topic = next((one for one in topics if str(one.topic.pk) == request.GET.get("topic")), None)
    rows = _rows(side, Question.objects.seen_by(request.acting))
    if topic is not None:
        rows = rows.filter(topic=topic.topic)
    leaf = keyset.leaf(rows.for_a_page(), side.order, size=PAGE, asked=request.GET)
    kept = urlencode({"state": side.name} | ({"topic": str(topic.topic.pk)} if topic else {}))
    context = {
        "side": side,
        "sides": [(one.label, f"?state={one.name}") for one in SIDES],
        "topics": topics,
        "topic": topic,
        "rows": leaf.rows,
        "previous": f"{leaf.previous}&{kept}" if leaf.previous else None,
        "next": f"{leaf.next}&{kept}" if leaf.next else None,
        "now": clock.now(),
    }
    return render(request, "console/desk/questions.html", context)


def _rows(side: Side, seen: QuestionQuerySet) -> QuestionQuerySet:
    by_name = {
        "waiting": seen.waiting(),
        "in-hand": seen.under_way(),
        "pending": seen.for_approval(),
        "all": seen,
    }
    return by_name[side.name]
