"""Passing a question on to an expert outside, who answers by a link (spec I32, I33).

What the expert writes is for the agents: it reaches the customer by an answer of somebody who may answer, or
by a proposal that somebody approves (4.25).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions import outbox
from alongside.desk.actions.contacts import contact_of
from alongside.desk.actions.drafting import DRAFT, draft_of, keep_draft
from alongside.desk.actions.enclosing import Content, Enclosed, NoSuchFile, content_of, files_of
from alongside.desk.actions.letters import CARRY
from alongside.desk.actions.working import NotNow, checked_text, working
from alongside.desk.mail import decoding
from alongside.desk.models import (
    AnswerDraft,
    ExpertReply,
    Forwarding,
    LetterFile,
    Question,
    SentFile,
)
from alongside.desk.said import Said, thread_of
from alongside.history.events import Event
from alongside.people.checking import Misfit

FORWARD = Power("desk.forward", Kind.DUTY)

LONGEST_DAYS = 90
MOST_OPEN = 20  # forwardings of one question
MOST_REPLIES = 20  # to one forwarding
LONGEST_REPLY = 20_000


class QuestionForwarded(
    Event,
    kind="desk.question_forwarded",
    title="Question Forwarded",
    sentence="{actor} asked an expert outside about the question {reference} of {person}",
    private=True,
):
    """`expert` is a ref; what was asked is kept with the question alone."""

    reference: str
    forwarding: str
    expert: str
    passes_thread: bool
    passes_files: bool
    names_customer: bool


class ForwardingWithdrawn(
    Event,
    kind="desk.forwarding_withdrawn",
    title="Forwarding Withdrawn",
    sentence="{actor} took back what an expert outside was asked about the question {reference}",
    private=True,
):
    reference: str
    forwarding: str


class ForwardingOpened(
    Event,
    kind="desk.forwarding_opened",
    title="Forwarding Opened",
    sentence="An expert outside opened what was passed on of the question {reference} of {person}",
    private=True,
):
    """The first time that its link was used."""

    reference: str
    forwarding: str
    expert: str


class ExpertReplied(
    Event,
    kind="desk.expert_replied",
    title="Expert Replied",
    sentence="An expert outside replied about the question {reference} of {person}",
    private=True,
):
    reference: str
    forwarding: str
    expert: str
    reply: str


class PassedFileFetched(
    Event,
    kind="desk.passed_file_fetched",
    title="File Fetched",
    sentence="An expert outside fetched a file of the question {reference} of {person}",
    private=True,
):
    reference: str
    forwarding: str
    expert: str
    file: str


class ReplyTakenOver(
    Event,
    kind="desk.reply_taken_over",
    title="Reply Taken Over",
    sentence="{actor} put the reply of an expert into their answer to the question {reference}",
    private=True,
):
    reference: str
    forwarding: str
    reply: str


@dataclass(frozen=True)
class Brief:
    """Whom an agent asks, what, and what goes along; the link is good for so many days."""

    name: str
    address: str
    asked: str
    passes_thread: bool = True
    passes_files: bool = False
    names_customer: bool = False
    days: int = 14


def forward(acting: Acting, question: Question, brief: Brief) -> Forwarding:
    """Ask an expert, who becomes a contact where nobody has this address, and gets an e-mail with the link
    where the segment has a mailbox; the question stays in the agent's hands. Raises `Misfit`."""
    asked, address, name = _checked(brief)
    with working(acting, FORWARD, question) as (deed, current):
        conversation = current.conversation
        if current.forwardings.open_at(deed.at).count() >= MOST_OPEN:
            raise NotNow(f"{MOST_OPEN} experts are asked about this question already.")
        expert, _ = contact_of(address, name, current.segment_id, deed.at)
        if expert.pk == conversation.person_id:
            raise Misfit({"address": "This is the address of whoever asks. Answer the question instead."})
        made: Forwarding = Forwarding.objects.create(
            question=current,
            actor_id=acting.actor.id,
            expert=expert,
            asked=asked,
            passes_thread=brief.passes_thread,
            passes_files=brief.passes_thread and brief.passes_files,
            names_customer=brief.names_customer,
            made_at=deed.at,
            ends_at=deed.at + timedelta(days=brief.days),
        )
        outbox.post_forwarding(made, address, acting.actor.name)
        told = QuestionForwarded(
            conversation.reference,
            str(made.pk),
            str(expert.ref),
            made.passes_thread,
            made.passes_files,
            made.names_customer,
        )
        deed.record(told, about=current)
        return made


def withdraw(acting: Acting, question: Question, number: uuid.UUID) -> Forwarding:
    """Let a link answer no more."""
    with working(acting, FORWARD, question) as (deed, current):
        found: Forwarding | None = current.forwardings.open_at(deed.at).filter(pk=number).first()
        if found is None:
            raise NotNow("That is over already.")
        found.withdrawn_at = deed.at
        found.save(update_fields=["withdrawn_at"])
        deed.record(ForwardingWithdrawn(current.conversation.reference, str(found.pk)), about=current)
        return found


def take_over(acting: Acting, question: Question, number: uuid.UUID) -> AnswerDraft | None:
    """Put a reply below what the agent is writing. Raises `NotNow` and `Misfit`."""
    reply = ExpertReply.objects.filter(pk=number, forwarding__question=question.pk).first()
    if reply is None:
        raise NotNow("There is no such reply to this question.")
    begun = draft_of(acting, question)
    text = "\n\n".join(filter(None, [begun.text if begun else "", reply.text]))
    with transaction.atomic():
        draft = keep_draft(acting, question, text)
        with working(acting, DRAFT, question) as (deed, current):
            ExpertReply.objects.filter(pk=reply.pk).update(taken_over_at=deed.at)
            reference = current.conversation.reference
            deed.record(ReplyTakenOver(reference, str(reply.forwarding_id), str(reply.pk)), about=current)
    return draft


def note_opened(house: Acting, forwarding: Forwarding) -> None:
    """An expert uses the link for the first time. `house` is the house's own: the link is all that is known
    of who comes."""
    if forwarding.opened_at is not None:
        return
    with house.doing(CARRY) as deed:
        unopened = Forwarding.objects.filter(pk=forwarding.pk, opened_at=None)
        if not unopened.update(opened_at=deed.at):
            return
        deed.whose = forwarding.question.conversation.person
        told = ForwardingOpened(_reference(forwarding), str(forwarding.pk), str(forwarding.expert.ref))
        deed.record(told, about=forwarding.question)


def reply(house: Acting, forwarding: Forwarding, text: str) -> ExpertReply:
    """What an expert writes. Raises `Misfit`, and `NotNow` where the link answers no more."""
    text = checked_text(text, LONGEST_REPLY)
    with house.doing(CARRY) as deed:
        rows = Forwarding.objects.select_for_update(of=("self",))
        rows = rows.select_related("question__conversation__person")
        current = rows.get(pk=forwarding.pk)
        if not current.is_open(deed.at):
            raise NotNow("This question is not open any more.")
        if current.replies.count() >= MOST_REPLIES:
            raise NotNow(f"{MOST_REPLIES} replies were written already. Thank you.")
        made: ExpertReply = ExpertReply.objects.create(forwarding=current, text=text, written_at=deed.at)
        deed.whose = current.question.conversation.person
        told = ExpertReplied(_reference(current), str(current.pk), str(forwarding.expert.ref), str(made.pk))
        deed.record(told, about=current.question)
        return made


def passed_on(forwarding: Forwarding) -> tuple[list[Said], dict[uuid.UUID, list[Enclosed]]]:
    """What an expert is shown of what was said until they were asked, and its files that can be had."""
    if not forwarding.passes_thread:
        return [], {}
    question = forwarding.question
    theirs = Question.objects.filter(
        conversation=question.conversation_id,
        segment=question.segment_id,
        received_at__lte=forwarding.made_at,
    )
    said = [one for one in thread_of(theirs) if one.at <= forwarding.made_at]
    if not forwarding.passes_files:
        return said, {}
    return said, files_of([one.answer.pk if one.answer else one.question.pk for one in said])


def fetch_passed_on(house: Acting, forwarding: Forwarding, number: uuid.UUID) -> Content:
    """A file that goes along with what an expert is asked. Raises `NoSuchFile`."""
    _, files = passed_on(forwarding)
    if number not in {file.id for those in files.values() for file in those}:
        raise NoSuchFile
    with house.doing(CARRY) as deed:
        letters = LetterFile.objects.filter(pk=number)
        found = content_of(letters.first() or SentFile.objects.filter(pk=number).first())
        deed.whose = forwarding.question.conversation.person
        expert = str(forwarding.expert.ref)
        told = PassedFileFetched(_reference(forwarding), str(forwarding.pk), expert, str(number))
        deed.record(told, about=forwarding.question)
    return found


def _reference(forwarding: Forwarding) -> str:
    return forwarding.question.conversation.reference


def _checked(brief: Brief) -> tuple[str, str, str]:
    address, name = brief.address.strip().lower(), " ".join(brief.name.split())
    problems = {}
    try:
        asked = checked_text(brief.asked, LONGEST_REPLY)
    except Misfit as misfit:
        asked, problems = "", {"asked": misfit.errors["text"]}
    if not decoding.is_address(address):
        problems["address"] = "Enter an e-mail address such as name@example.org."
    if not name or len(name) > 200 or not name.isprintable():
        problems["name"] = "Enter the expert's name."
    if not 1 <= brief.days <= LONGEST_DAYS:
        problems["days"] = f"Choose from 1 to {LONGEST_DAYS} days."
    if problems:
        raise Misfit(problems)
    return asked, address, name
