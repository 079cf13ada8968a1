"""What leaves by e-mail: answers and acknowledgements, each once, or plainly "perhaps"."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from alongside.desk.mail import sealing
from alongside.desk.mail.quoting import MARK
from alongside.desk.mail.sorting import Report
from alongside.desk.models import (
    Answer,
    Channel,
    Conversation,
    Forwarding,
    Letter,
    Mailbox,
    Post,
    PostState,
    Question,
    Topic,
)
from alongside.lib import tenancy


def mark() -> str:
    """Stands on everything that the tenant's desk sends."""
    return sealing.derived(settings.SECRET_KEY, tenancy.current(), "marking").hex()[:24]


def reply_secrets(conversation: Conversation) -> list[bytes]:
    """By which its reply addresses are signed, the present one first."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    tenant = tenancy.current()
    return [sealing.derived(one, tenant, "answering") + conversation.pk.bytes for one in secrets]


@dataclass(frozen=True)
class To:
    """Where an e-mail goes: from which mailbox, to whom, and what it answers."""

    mailbox: Mailbox
    receiver: str
    subject: str
    message_id: str = ""


def post_answer(question: Question, answer: Answer, text: str, at: datetime) -> Post | None:
    """Have the answer to what came by e-mail, or from somebody not signed in, leave by e-mail; within the
    deed that answers."""
    to = _back(question)
    return None if to is None else _put(to, question.conversation, text, at, answer=answer)


def answers_by_mail(topic: Topic) -> bool:
    """Whether somebody who is not signed in gets an answer about this by e-mail."""
    return _mailbox_for(topic.segment_id, topic.pk) is not None


def acknowledge(letter: Letter, conversation: Conversation, at: datetime) -> Post | None:
    """Say that a letter came, once a day to each sender; nothing of what was said before stands in it."""
    subject = letter.subject or conversation.subject
    return _acknowledge(To(letter.mailbox, letter.sender, subject, letter.message_id), conversation, at)


def acknowledge_form(question: Question, address: str, at: datetime) -> Post | None:
    """Say that a question came from somebody who is not signed in. What they typed does not stand in it: the
    address may be another's."""
    mailbox = _mailbox_for(question.segment_id, question.topic_id)
    if mailbox is None:
        return None
    return _acknowledge(To(mailbox, address, "Your question"), question.conversation, at)


def _acknowledge(to: To, conversation: Conversation, at: datetime) -> Post | None:
    day = timezone.localdate(at)
    told = Post.objects.filter(mailbox=to.mailbox, receiver__iexact=to.receiver, automatic=True, day=day)
    if not to.mailbox.acknowledgement or told.exists():
        return None
    return _put(to, conversation, to.mailbox.acknowledgement, at, day=day)


def _back(question: Question) -> To | None:
    """Where what was asked came from; nowhere for what was asked on pages, by people who read it there."""
    conversation = question.conversation
    letter = Letter.objects.filter(question=question).select_related("mailbox").first()
    if letter is not None and letter.sender:
        return To(letter.mailbox, letter.sender, letter.subject or conversation.subject, letter.message_id)
    if question.channel != Channel.FORM or not conversation.person.email:
        return None
    mailbox = _mailbox_for(question.segment_id, question.topic_id)
    return None if mailbox is None else To(mailbox, conversation.person.email, conversation.subject)


def _mailbox_for(segment: int, topic: int) -> Mailbox | None:
    """That of the topic, else the first of the segment."""
    found = list(Mailbox.objects.filter(segment=segment, in_use=True).order_by("pk"))
    return next((one for one in found if one.topic_id == topic), found[0] if found else None)


def post_forwarding(forwarding: Forwarding, address: str, by: str) -> Post | None:
    """Have an expert asked by e-mail, where the segment has a mailbox; otherwise the agent gives them the
    link."""
    question = forwarding.question
    mailbox = _mailbox_for(question.segment_id, question.topic_id)
    if mailbox is None:
        return None
    conversation = question.conversation
    made: Post = Post.objects.create(
        mailbox=mailbox,
        conversation=conversation,
        forwarding=forwarding,
        receiver=address,
        message_id=_fresh(mailbox),
        subject=f"A question for you ({conversation.reference})",
        text=f"{by} asks for your help with a question:\n\n{forwarding.asked}",
        made_at=forwarding.made_at,
        next_at=forwarding.made_at,
    )
    return made


def note_report(report: Report, *, complaint: bool) -> None:
    """A letter of ours came back, or was called unwanted; a report on what we did not send says nothing."""
    problem = (
        "Its receiver called it unwanted." if complaint else f"It came back: {report.status or 'refused'}."
    )
    if complaint or report.final:
        sent = Post.objects.filter(message_id=report.about, state__in=[PostState.LEFT, PostState.UNKNOWN])
        sent.update(state=PostState.LEFT if complaint else PostState.RETURNED, problem=problem)


def _put(
    to: To,
    conversation: Conversation,
    text: str,
    at: datetime,
    *,
    answer: Answer | None = None,
    day: date | None = None,
) -> Post:
    earlier = (
        Post.objects.filter(conversation=conversation).order_by("-made_at").values_list("message_id")[:10]
    )
    references = [*reversed([one for (one,) in earlier]), to.message_id]
    subject = to.subject
    made: Post = Post.objects.create(
        mailbox=to.mailbox,
        conversation=conversation,
        answer=answer,
        receiver=to.receiver,
        message_id=_fresh(to.mailbox),
        in_reply_to=to.message_id,
        references=" ".join(dict.fromkeys(one for one in references if one)),
        subject=(subject if subject.lower().startswith("re:") else f"Re: {subject}")[:250],
        text=f"{text}\n\n{MARK}\nOur reference: {conversation.reference}\n",
        automatic=day is not None,
        day=day,
        made_at=at,
        next_at=at,
    )
    return made


def _fresh(mailbox: Mailbox) -> str:
    """A Message-ID."""
    return f"{uuid.uuid4().hex}@{mailbox.address.rpartition('@')[2]}"
