"""The desk for programs: get the next question, read it, and everything that is done to it (spec I32)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alongside.api.params import Impossible, Params, number, text, whole, yes
from alongside.assisting.acting import Acting, Refused
from alongside.desk import actions as desk
from alongside.desk.actions.forwarding import FORWARD
from alongside.desk.actions.refiling import joinable
from alongside.desk.experts import link_of
from alongside.desk.models import Answer, Question, Topic
from alongside.desk.said import thread_of
from alongside.lib import clock
from alongside.people.models import Person


def get_next(acting: Acting, params: Params) -> dict[str, Any]:
    """The next question, and those that come with it; none where nothing waits."""
    try:
        return {"questions": [str(one.pk) for one in desk.get_next(acting)]}
    except desk.NothingWaits:
        return {"questions": []}


def read(acting: Acting, params: Params) -> dict[str, Any]:
    """One question with what was said in its conversation."""
    found = _question(acting, params)
    seen = Question.objects.seen_by(acting).filter(conversation=found.conversation_id)
    said = [
        {"at": one.at.isoformat(), "by": one.who, "text": one.text, "answer": one.answer is not None}
        for one in thread_of(seen)
    ]
    return _told(found) | {"conversation": said, "experts": _experts(acting, found)}


def _experts(acting: Acting, question: Question) -> list[dict[str, Any]]:
    """Whom agents asked outside, what they replied, and to those who may pass on more, the links."""
    links, now = bool(acting.may(FORWARD, about=question)), clock.now()
    rows = question.forwardings.select_related("expert", "question__tenant").prefetch_related("replies")
    return [
        {
            "name": one.expert.name,
            "asked": one.asked,
            "until": one.ends_at.isoformat(),
            "link": link_of(one) if links and one.is_open(now) else None,
            "replies": [
                {"at": reply.written_at.isoformat(), "text": reply.text} for reply in one.replies.all()
            ],
        }
        for one in rows.order_by("made_at")
    ]


Deed = Callable[[Acting, Question, Params], object]


def deed(do: Deed) -> Callable[[Acting, Params], dict[str, Any]]:
    """A method that does this to the question it names, and answers how the question stands then."""

    def method(acting: Acting, params: Params) -> dict[str, Any]:
        found = _question(acting, params)
        try:
            do(acting, found, params)
        except desk.NotNow as problem:
            raise Impossible(str(problem)) from None
        return _told(Question.objects.for_a_page().get(pk=found.pk))

    return method


def assign(acting: Acting, question: Question, params: Params) -> object:
    person: Person | None = Person.objects.filter(pk=whole(params, "agent")).first()
    if person is None:
        raise Impossible("There is no such agent.")
    return desk.reassign(acting, question, person)


def change_topic(acting: Acting, question: Question, params: Params) -> object:
    topic: Topic | None = Topic.objects.filter(pk=whole(params, "topic")).first()
    if topic is None:
        raise Impossible("There is no such topic.")
    return desk.retopic(acting, question, topic)


def merge(acting: Acting, question: Question, params: Params) -> object:
    reference = text(params, "conversation")
    into = joinable(acting, question).filter(reference=reference).first()
    if into is None:
        raise Impossible("There is no such conversation of the same person.")
    return desk.merge(acting, question, into)


def split(acting: Acting, question: Question, params: Params) -> object:
    return desk.split(acting, question, text(params, "subject", ""))


def forward(acting: Acting, question: Question, params: Params) -> object:
    """Ask an expert outside; what was said goes along unless it is not to."""
    brief = desk.Brief(
        name=text(params, "name"),
        address=text(params, "address"),
        asked=text(params, "asked"),
        passes_thread="passThread" not in params or yes(params, "passThread"),
        passes_files=yes(params, "passFiles"),
        names_customer=yes(params, "nameCustomer"),
        days=whole(params, "days") if "days" in params else desk.Brief.days,
    )
    return desk.forward(acting, question, brief)


def proposal_of(question: Question) -> Answer:
    """The answer that waits. What says that there is none is no more than the state of the question does."""
    found = question.proposal
    return found if found is not None else Answer(question=question, text="-")


def approve(acting: Acting, question: Question, params: Params) -> object:
    return desk.approve(acting, proposal_of(question), text(params) if "text" in params else None)


def reject(acting: Acting, question: Question, params: Params) -> object:
    return desk.reject(acting, proposal_of(question), text(params))


def _question(acting: Acting, params: Params) -> Question:
    """The one that is named; one of another segment is answered like one that never was."""
    try:
        return desk.view_question(acting, number(params, "question", "a question"))
    except (Question.DoesNotExist, Refused):
        raise Impossible("There is no such question.") from None


def _told(question: Question) -> dict[str, Any]:
    return {
        "question": str(question.pk),
        "reference": question.conversation.reference,
        "state": question.state,
        "resolution": question.resolution or None,
        "topic": question.topic_id,
        "segment": question.segment_id,
        "assignee": question.assignee_id,
        "target": question.target_at.isoformat() if question.target_at else None,
    }
