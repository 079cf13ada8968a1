"""What leaves by e-mail: answers and acknowledgements, each once, or plainly "perhaps"."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from alongside.desk.mail import sealing
from alongside.desk.mail.quoting import MARK
from alongside.desk.mail.sorting import Report
from alongside.desk.models import Answer, Conversation, Letter, Mailbox, Post, PostState, Question
from alongside.lib import tenancy


def mark() -> str:
    """Stands on everything that the tenant's desk sends."""
    return sealing.derived(settings.SECRET_KEY, tenancy.current(), "marking").hex()[:24]


def reply_secrets(conversation: Conversation) -> list[bytes]:
    """By which its reply addresses are signed, the present one first."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    tenant = tenancy.current()
    return [sealing.derived(one, tenant, "answering") + conversation.pk.bytes for one in secrets]


def post_answer(question: Question, answer: Answer, text: str, at: datetime) -> Post | None:
    """Have an answer to an e-mail leave by e-mail, to where that came from; within the deed that answers."""
    letter = Letter.objects.filter(question=question).select_related("mailbox").first()
    if letter is None or not letter.sender:
        return None
    return _put(letter, question.conversation, text, at, answer=answer)


def acknowledge(letter: Letter, conversation: Conversation, at: datetime) -> Post | None:
    """Say that a letter came, once a day to each sender; nothing of what was said before stands in it."""
    day = timezone.localdate(at)
    told = Post.objects.filter(
        mailbox=letter.mailbox, receiver__iexact=letter.sender, automatic=True, day=day
    )
    if not letter.mailbox.acknowledgement or told.exists():
        return None
    return _put(letter, conversation, letter.mailbox.acknowledgement, at, day=day)


def note_report(report: Report, *, complaint: bool) -> None:
    """A letter of ours came back, or was called unwanted; a report on what we did not send says nothing."""
    problem = (
        "Its receiver called it unwanted." if complaint else f"It came back: {report.status or 'refused'}."
    )
    if complaint or report.final:
        sent = Post.objects.filter(message_id=report.about, state__in=[PostState.LEFT, PostState.UNKNOWN])
        sent.update(state=PostState.LEFT if complaint else PostState.RETURNED, problem=problem)


def _put(
    letter: Letter,
    conversation: Conversation,
    text: str,
    at: datetime,
    *,
    answer: Answer | None = None,
    day: date | None = None,
) -> Post:
    mailbox: Mailbox = letter.mailbox
    earlier = (
        Post.objects.filter(conversation=conversation).order_by("-made_at").values_list("message_id")[:10]
    )
    references = [*reversed([one for (one,) in earlier]), letter.message_id]
    subject = letter.subject or conversation.subject
    made: Post = Post.objects.create(
        mailbox=mailbox,
        conversation=conversation,
        answer=answer,
        receiver=letter.sender,
        message_id=f"{uuid.uuid4().hex}@{mailbox.address.rpartition('@')[2]}",
        in_reply_to=letter.message_id,
        references=" ".join(dict.fromkeys(one for one in references if one)),
        subject=(subject if subject.lower().startswith("re:") else f"Re: {subject}")[:250],
        text=f"{text}\n\n{MARK}\nOur reference: {conversation.reference}\n",
        automatic=day is not None,
        day=day,
        made_at=at,
        next_at=at,
    )
    return made
