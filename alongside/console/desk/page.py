"""What the page of one question shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Prefetch

from alongside.assisting.acting import Acting
from alongside.assisting.rules import Verdict
from alongside.assisting.sentences import sentence
from alongside.console.desk.deeds import DEEDS, Deed
from alongside.console.desk.inputs import DeedInput
from alongside.desk.actions import draft_of, see_proposals
from alongside.desk.actions.answering import SEE_PROPOSAL
from alongside.desk.actions.forwarding import FORWARD
from alongside.desk.experts import link_of
from alongside.desk.models import Answer, AnswerDraft, ExpertReply, Forwarding, Question
from alongside.lib import clock

LATELY = timedelta(minutes=10)  # within which somebody who kept a draft counts as writing

# What a role does another way is not said on every page: only to whoever tries it.
UNSAID = frozenset({"answers-directly", "question-resolved"})


# Deeds by which an answer is written.
WRITES = frozenset(deed.noun for deed in DEEDS if deed.writes)


@dataclass(frozen=True)
class Offer:
    """A deed that may be done now."""

    deed: Deed
    form: DeedInput | None


@dataclass(frozen=True)
class Withheld:
    """Deeds that may not be done, and why, in a sentence."""

    why: str
    labels: list[str] = field(default_factory=list)


def reason(verdict: Verdict) -> str:
    return sentence(verdict.rule)


def offers(
    acting: Acting, question: Question, sent: DeedInput | None
) -> tuple[dict[str, Offer], list[Withheld]]:
    """What can be done to the question now, by its noun, and what could be by others; `sent` is a form that
    did not fit."""
    begun = draft_of(acting, question)
    may: dict[str, Offer] = {}
    withheld: dict[str, Withheld] = {}
    for deed in DEEDS:
        if question.phase not in deed.states:
            continue
        verdict = acting.may(deed.power, about=question)
        if verdict:
            form = _form(acting, question, deed, sent, begun)
            if form is None or not form.pointless:
                may[deed.noun] = Offer(deed, form)
        elif verdict.rule not in UNSAID:
            why = reason(verdict)
            withheld.setdefault(why, Withheld(why)).labels.append(deed.label)
    return may, list(withheld.values())


def _form(
    acting: Acting, question: Question, deed: Deed, sent: DeedInput | None, begun: AnswerDraft | None
) -> DeedInput | None:
    if deed.form is None:
        return None
    if sent is not None and type(sent) is deed.form:
        return sent
    return deed.form(acting=acting, question=question, begun=begun)


def proposals(acting: Acting, question: Question) -> list[Answer]:
    """What was proposed, for those who may know; others are not told that there is anything."""
    return see_proposals(acting, question) if acting.may(SEE_PROPOSAL, about=question) else []


@dataclass(frozen=True)
class Asked:
    """An expert outside who was asked; `link` while it answers, `sent` says how they got it."""

    forwarding: Forwarding
    replies: list[ExpertReply]
    link: str
    sent: str
    withdraws: bool


def experts(acting: Acting, question: Question) -> list[Asked]:
    """Whom agents asked outside about the question, the latest first."""
    rows = question.forwardings.select_related("actor", "expert", "post", "tenant").order_by("-made_at")
    found = list(rows.prefetch_related(Prefetch("replies", ExpertReply.objects.order_by("written_at"))))
    withdraws = bool(found) and bool(acting.may(FORWARD, about=question))
    return [_asked(one, question, withdraws=withdraws) for one in found]


def _asked(forwarding: Forwarding, question: Question, *, withdraws: bool) -> Asked:
    forwarding.question = question
    is_open = forwarding.is_open(clock.now())
    post = getattr(forwarding, "post", None)
    if post is None:
        sent = "No mailbox sends for this segment: give them the link."
    else:
        sent = f"The e-mail with the link: {post.get_state_display().lower()}."
    link = link_of(forwarding) if is_open else ""
    return Asked(forwarding, list(forwarding.replies.all()), link, sent, withdraws)


def writing(acting: Acting, question: Question) -> list[AnswerDraft]:
    """Who else is writing an answer at the moment."""
    since = clock.now() - LATELY
    others = AnswerDraft.objects.filter(question=question, saved_at__gte=since)
    return list(others.exclude(agent=acting.actor.id).select_related("agent").order_by("-saved_at"))
