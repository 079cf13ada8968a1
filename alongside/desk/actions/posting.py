"""Handing e-mails to the mail server: each once, tried again only while it is certain that it was not taken.

A row is claimed, and that is committed, before a server hears of it. Whoever is killed between the two
leaves it `LEAVING`; after a while that is called `UNKNOWN`, for the server may have taken it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email.utils import formataddr
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from alongside.assisting.acting import Acting, Refused
from alongside.desk.actions.arranging import ARRANGE
from alongside.desk.actions.enclosing import NoSuchFile, content_of
from alongside.desk.actions.letters import CARRY
from alongside.desk.actions.outbox import mark, reply_secrets
from alongside.desk.actions.working import NotNow
from alongside.desk.experts import link_of
from alongside.desk.mail import sorting, threads
from alongside.desk.models import Forwarding, Mailbox, Post, PostState, SentFile
from alongside.history.events import Event
from alongside.lib import clock
from alongside.lib.handing_over import Handed, Outcome, hand_over, part
from alongside.people.models import Person

log = logging.getLogger(__name__)

PATIENCE = 60  # seconds with a mail server
TRYING = 10  # while somebody waits for the page
LOST_AFTER = timedelta(minutes=10)  # much longer than that patience
AT_ONCE = 100
# After each attempt; when they are used up, it is refused.
AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]


class PostLeft(
    Event,
    kind="desk.post_left",
    title="E-mail Sent",
    sentence="An e-mail was sent to {person} ({reference})",
    private=True,
):
    reference: str
    post: str
    automatic: bool


class PostFailed(
    Event,
    kind="desk.post_failed",
    title="E-mail Not Sent",
    sentence="An e-mail to {person} was not sent, or it is not known whether it was ({reference})",
    private=True,
):
    """`state` is "refused" or "unknown"."""

    reference: str
    post: str
    state: str


class PostRepeated(
    Event,
    kind="desk.post_repeated",
    title="E-mail Sent Again",
    sentence="{actor} had an e-mail to {person} sent again ({reference})",
    private=True,
):
    reference: str
    post: str


# What an attempt makes of an e-mail.
BECOMES = {
    Handed.TAKEN: PostState.LEFT,
    Handed.LATER: PostState.WAITING,
    Handed.REFUSED: PostState.REFUSED,
    Handed.UNKNOWN: PostState.UNKNOWN,
}


def send_due(sign: Callable[[], Acting]) -> int:
    """Hand over what is due; how many left."""
    _call_lost(sign)
    due = Post.objects.filter(state=PostState.WAITING, next_at__lte=clock.now()).order_by("next_at")
    numbers = list(due.values_list("pk", flat=True)[:AT_ONCE])
    if not numbers:
        return 0
    connection = get_connection(timeout=PATIENCE)
    try:
        return sum(_send(sign(), number, connection) for number in numbers)
    finally:
        part(connection)


def send_again(acting: Acting, post: Post) -> None:
    """Have one leave once more that was refused, came back, or may have left: somebody decided so. Raises
    `NotNow` for every other."""
    stopped = [PostState.REFUSED, PostState.UNKNOWN, PostState.RETURNED]
    with acting.doing(ARRANGE) as deed:
        chosen = Post.objects.filter(pk=post.pk, state__in=stopped)
        if not chosen.update(state=PostState.WAITING, attempts=0, next_at=deed.at, problem=""):
            raise NotNow("This e-mail is on its way, or has arrived.")
        deed.whose = post.conversation.person
        reference = post.conversation.reference
        deed.record(PostRepeated(reference=reference, post=str(post.pk)), about=post)


class NotSent(Exception):
    """What a mail server, or the way to it, said against a letter."""


def try_sending(acting: Acting, mailbox: Mailbox) -> str:
    """Send a letter from a mailbox to whoever tries it: a sentence on what became of it. Raises `NotSent`
    with what is wrong."""
    if not (verdict := acting.may(ARRANGE)):
        raise Refused(acting, ARRANGE, verdict, None)
    to = Person.objects.values_list("email", flat=True).get(pk=acting.actor.id)
    if not to:
        raise NotSent("You have no e-mail address to which it could be sent.")
    connection = get_connection(timeout=TRYING)
    letter = EmailMessage(
        "This is a test",
        f"Answers from {mailbox.address} leave as this letter did.\n",
        formataddr((mailbox.name, mailbox.address)),
        [to],
        headers={sorting.OURS.title(): mark(), "Auto-Submitted": "auto-generated"},
    )
    outcome = hand_over(letter, connection)
    part(connection)
    if outcome.handed is not Handed.TAKEN:
        raise NotSent(outcome.problem)
    return f"The mail server took a letter to {to}."


def _send(acting: Acting, number: UUID, connection: BaseEmailBackend) -> bool:
    """Claim one, hand it over, and write down what came of it."""
    claimed = Post.objects.filter(pk=number, state=PostState.WAITING)
    now = clock.now()
    if not claimed.update(state=PostState.LEAVING, taken_at=now, attempts=F("attempts") + 1):
        return False  # another process was first
    post = Post.objects.select_related("mailbox", "conversation__person", "forwarding").get(pk=number)
    outcome = hand_over(_message(post), connection)
    if outcome.handed is not Handed.TAKEN:
        part(connection)  # the next one begins anew
    _note(acting, post, outcome)
    return outcome.handed is Handed.TAKEN


def _note(acting: Acting, post: Post, outcome: Outcome) -> None:
    state, problem = BECOMES[outcome.handed], outcome.problem.replace("\x00", "")[:300]
    if state is PostState.WAITING and post.attempts > len(AGAIN):
        state = PostState.REFUSED
    if state is PostState.WAITING:
        Post.objects.filter(pk=post.pk, state=PostState.LEAVING).update(
            state=state, problem=problem, next_at=clock.now() + AGAIN[post.attempts - 1]
        )
        return
    _settle(acting, post, state, problem)


def _settle(acting: Acting, post: Post, state: PostState, problem: str) -> None:
    reference = post.conversation.reference
    with acting.doing(CARRY) as deed:
        left = deed.at if state is PostState.LEFT else None
        Post.objects.filter(pk=post.pk, state=PostState.LEAVING).update(
            state=state, problem=problem, left_at=left
        )
        deed.whose = post.conversation.person
        if left is not None:
            told: Event = PostLeft(reference=reference, post=str(post.pk), automatic=post.automatic)
        else:
            told = PostFailed(reference=reference, post=str(post.pk), state=state.value)
        deed.record(told, about=post)


def _call_lost(sign: Callable[[], Acting]) -> None:
    """What somebody claimed who then was killed."""
    before = clock.now() - LOST_AFTER
    lost = Post.objects.filter(state=PostState.LEAVING, taken_at__lt=before)
    for post in list(lost.select_related("conversation__person")[:AT_ONCE]):
        _settle(sign(), post, PostState.UNKNOWN, "The house was stopped while this was handed over.")


def _message(post: Post) -> EmailMessage:
    mailbox, conversation = post.mailbox, post.conversation
    headers = {"Message-ID": f"<{post.message_id}>", sorting.OURS.title(): mark()}
    if post.in_reply_to:
        headers["In-Reply-To"] = f"<{post.in_reply_to}>"
    if post.references:
        headers["References"] = " ".join(f"<{one}>" for one in post.references.split())
    if post.automatic:
        headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    reply_to = mailbox.address
    if mailbox.takes_tags and post.forwarding is None:
        secret = reply_secrets(conversation)[0]
        reply_to = threads.reply_address(mailbox.address, conversation.reference, post.receiver, secret)
    letter = EmailMessage(
        subject=" ".join(post.subject.split()),
        body=post.text if post.forwarding is None else f"{post.text}\n\n{_way(post.forwarding)}",
        from_email=formataddr((mailbox.name, mailbox.address)),
        to=[post.receiver],
        reply_to=[reply_to],
        headers=headers,
    )
    for file in SentFile.objects.filter(answer=post.answer_id, answer__isnull=False).order_by("name", "pk"):
        with suppress(NoSuchFile):  # it was erased meanwhile
            found = content_of(file)
            letter.attach(found.name, found.content, found.media_type)
    return letter


def _way(forwarding: Forwarding) -> str:
    """How an expert answers."""
    until = timezone.localtime(forwarding.ends_at)
    return (
        f"You can answer until {until.day} {until:%B %Y}, without an account:\n"
        f"{link_of(forwarding)}\n\n"
        "Whoever has this link can answer in your name: please do not pass it on.\n"
    )
