"""Taking letters in: stored as they came, then read, and filed as questions or set aside."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions import asking, outbox
from alongside.desk.actions.coming_back import note_mailing
from alongside.desk.actions.contacts import contact_of
from alongside.desk.actions.letter_files import Looked, looked_at, unsealed
from alongside.desk.actions.outbox import mark, reply_secrets
from alongside.desk.actions.proving import lift, tell_of
from alongside.desk.actions.working import NotNow
from alongside.desk.mail import letters, reading, sealing, sorting, threads
from alongside.desk.mail.sorting import Sort
from alongside.desk.mail.threads import Claim, Joined
from alongside.desk.models import (
    COPY,
    STUCK,
    Channel,
    Conversation,
    Letter,
    LetterFile,
    LetterState,
    Mailbox,
    Post,
    Question,
    Topic,
)
from alongside.forms import vault
from alongside.history.events import Event
from alongside.lib import clock, tenancy

log = logging.getLogger(__name__)

CARRY = Power("desk.carry_mail", Kind.STAFF)
MOST_ATTEMPTS = 5


class LetterFiled(
    Event,
    kind="desk.letter_filed",
    title="E-mail Received",
    sentence="An e-mail of {person} was filed as a question ({reference})",
):
    """`joined`: whether it went on with a conversation, and whether its sender had proven who they are."""

    reference: str
    letter: str
    joined: str
    new_contact: bool


class LetterSetAside(
    Event,
    kind="desk.letter_set_aside",
    title="E-mail Set Aside",
    sentence="An e-mail was set aside ({sort})",
    private=True,
):
    letter: str
    sort: str


def store(mailbox: Mailbox, uid_validity: int, uid: int, raw: bytes) -> Letter | None:
    """Keep a letter as it came, before anybody reads it; None for one that is kept already. It is committed
    when this returns, and the mailbox knows how far it was read."""
    letter = Letter(
        mailbox=mailbox,
        uid_validity=uid_validity,
        uid=uid,
        digest=_digest(raw),
        size=len(raw),
        received_at=clock.now(),
    )
    sealed = sealing.seal(settings.SECRET_KEY, tenancy.current(), str(letter.pk), raw)
    try:
        with vault_of_this_deed() as keep, transaction.atomic():
            keep(letter.pk, sealed)
            letter.save(force_insert=True)
            read_to(mailbox, uid_validity, uid)
    except IntegrityError:
        read_to(mailbox, uid_validity, uid)
        return None
    return letter


def read_to(mailbox: Mailbox, uid_validity: int, uid: int) -> None:
    """Remember how far a mailbox was read."""
    here = Mailbox.objects.filter(pk=mailbox.pk)
    here.filter(uid_validity=uid_validity, last_uid__lt=uid).update(last_uid=uid)
    here.exclude(uid_validity=uid_validity).update(uid_validity=uid_validity, last_uid=uid)


def file_waiting(acting: Acting, most: int = 200) -> int:
    """File what was stored and not read yet, the oldest first; how many. One that cannot be filed stops no
    other: it is tried again, and set aside in the end."""
    waiting = Letter.objects.filter(state=LetterState.STORED).order_by("received_at", "pk")
    filed = 0
    for letter in list(waiting.select_related("mailbox")[:most]):
        try:
            file(acting, letter)
            filed += 1
        except NotNow:
            continue
        except Exception:  # the others must come through, whatever this one is
            log.exception("letter %s was not filed", letter.pk)
            Letter.objects.filter(pk=letter.pk).update(attempts=F("attempts") + 1)
            if letter.attempts + 1 >= MOST_ATTEMPTS:
                _give_up(acting, letter)
    return filed


def file(acting: Acting, letter: Letter) -> Letter:
    """Read a stored letter, and make a question of it or set it aside. Raises `NotNow` where somebody did."""
    found = reading.read(raw_of(letter))
    looked = [looked_at(one) for one in found.enclosures]
    with vault_of_this_deed() as keep, acting.doing(CARRY) as deed:
        current = _locked(letter)
        current.sender, current.subject = found.sender[:300], found.subject
        current.message_id, current.remarks = found.message_id, list(found.remarks)
        sort = _sort(current, found)
        if sort != Sort.LETTER:
            if sort in (Sort.BOUNCE, Sort.COMPLAINT):
                report, complaint = sorting.report_of(found), sort == Sort.COMPLAINT
                if not note_mailing(acting, found, report, complaint=complaint):
                    outbox.note_report(report, complaint=complaint)
            return _set_aside(deed, current, sort)
        filed = file_as_question(deed, keep, current, found, looked)
        if sorting.may_be_acknowledged(found) and not sorting.is_forged(found, current.mailbox.checked_by):
            outbox.acknowledge(current, filed.conversation, deed.at)
        joined, new = filed.joined.value, filed.new_contact
        told = LetterFiled(
            reference=filed.conversation.reference, letter=str(current.pk), joined=joined, new_contact=new
        )
        deed.record(told, about=current.question)
        tell_of(deed, filed.proven, filed.conversation.reference)
        return current


@dataclass(frozen=True)
class Filed:
    """Where a letter went: the conversation, how it joined that, whether its sender was unknown, and what of
    theirs it proves."""

    conversation: Conversation
    joined: Joined
    new_contact: bool
    proven: list[Question]


def file_as_question(
    deed: Deed, keep: Keep, letter: Letter, found: letters.Letter, looked: Sequence[Looked]
) -> Filed:
    """Make a question of a locked letter, with its files; within the deed that files it."""
    claim, conversation = _claim(letter, found)
    joined = threads.joins(claim)
    if conversation is None or joined is Joined.NEW:
        joined = Joined.NEW
        person, new = contact_of(found.sender, found.sender_name, letter.mailbox.segment_id, deed.at)
        subject = found.subject or asking.first_words(found.text) or "(no subject)"
        conversation = asking.begin(letter.mailbox.topic, person.pk, subject[:200], deed.at)
    else:
        person, new = conversation.person, False
        conversation.changed_at = deed.at
        conversation.save(update_fields=["changed_at"])
    text = found.text or "(This e-mail has no text.)"
    unverified = not new and joined is not Joined.PROVEN
    topic = _topic(conversation, letter.mailbox)
    letter.question = asking.put(
        conversation, topic, person.pk, text, deed.at, channel=Channel.EMAIL, unverified=unverified
    )
    letter.state, letter.sort = LetterState.FILED, Sort.LETTER.value
    letter.save()
    for one in looked:
        _keep_file(keep, letter, one)
    deed.whose = person
    proven = lift(conversation, letter.sender) if joined is Joined.PROVEN else []
    return Filed(conversation, joined, new, proven)


class Gone(Exception):
    """What a letter says cannot be opened any more: its bytes are lost, or their key is."""


def raw_of(letter: Letter) -> bytes:
    """A letter as it came; raises `Gone`."""
    try:
        return unsealed(letter.pk)
    except (sealing.Locked, FileNotFoundError) as problem:
        raise Gone(str(letter.pk)) from problem


def _locked(letter: Letter) -> Letter:
    rows = Letter.objects.select_related("mailbox__topic").select_for_update(of=("self",))
    current: Letter = rows.get(pk=letter.pk)
    if current.state != LetterState.STORED:
        raise NotNow("This letter has been filed already.")
    return current


def _sort(letter: Letter, found: letters.Letter) -> str:
    same = Letter.objects.filter(mailbox=letter.mailbox, message_id=found.message_id, digest=letter.digest)
    if not found.message_id:  # then it is only known again where the server has counted anew
        same = same.filter(size=letter.size).exclude(uid_validity=letter.uid_validity)
    if same.exclude(pk=letter.pk).exists():
        return COPY
    addresses = {address.lower() for address in Mailbox.objects.values_list("address", flat=True)}
    return sorting.sort(found, addresses, mark()).value


def _set_aside(deed: Deed, letter: Letter, sort: str) -> Letter:
    letter.state, letter.sort = LetterState.SET_ASIDE, sort
    letter.save()
    deed.record(LetterSetAside(letter=str(letter.pk), sort=sort), about=letter)
    return letter


def _give_up(acting: Acting, letter: Letter) -> None:
    with acting.doing(CARRY) as deed:
        _set_aside(deed, _locked(letter), STUCK)


def _claim(letter: Letter, found: letters.Letter) -> tuple[Claim, Conversation | None]:
    """The conversation that a letter speaks of, by its reply address before what it refers to, and what is
    known of the two."""
    forged = sorting.is_forged(found, letter.mailbox.checked_by)
    named = {reference: address for address in found.to if (reference := threads.reference_in(address))}
    answered = [*found.in_reply_to, *reversed(found.references)]
    by_address = _conversations().filter(reference__in=named).first()
    if by_address is not None:
        address, reference = named[by_address.reference], by_address.reference
        secrets = reply_secrets(by_address)
        signed = any(threads.is_signed(address, reference, found.sender, one) for one in secrets)
        if signed:
            meant = _meant(by_address, answered)
            return Claim(True, False, _takes_part(meant, found.sender), forged), meant
    referred = _referred(answered)
    if referred is None:
        return Claim(False, False, False, forged), None
    return Claim(False, True, _takes_part(referred, found.sender), forged), referred


def _conversations() -> QuerySet[Conversation]:
    rows: QuerySet[Conversation] = Conversation.objects.select_related("person")
    return rows.select_for_update(of=("self",))


def _referred(answered: list[str]) -> Conversation | None:
    """Where that is now which a letter answers."""
    post = Post.objects.filter(message_id__in=answered).first()
    earlier = Letter.objects.filter(message_id__in=answered, state=LetterState.FILED).first()
    question = earlier.question if earlier else None
    number = post.conversation_id if post else question.conversation_id if question else None
    found = _conversations().filter(pk=number).first() if number else None
    return None if found is None else _led_on(found)


def _meant(signed: Conversation, answered: list[str]) -> Conversation:
    """Where a letter to a signed reply address goes: to what it answers, where that was split off, and else
    to what the conversation is part of now."""
    referred = _referred(answered)
    person = signed.person
    if referred is not None and referred.person_id == person.pk and not person.is_anonymous_user:
        return referred
    return _led_on(signed)


def _led_on(conversation: Conversation) -> Conversation:
    if conversation.joined_to_id is None:
        return conversation
    return _conversations().get(pk=conversation.joined_to_id)


def _takes_part(conversation: Conversation, sender: str) -> bool:
    if not sender or not conversation.person.is_active:
        return False
    theirs = Letter.objects.filter(sender=sender, question__conversation=conversation)
    return conversation.person.email.lower() == sender or theirs.exists()


def _topic(conversation: Conversation, mailbox: Mailbox) -> Topic:
    """What the conversation was about last, while that is offered."""
    last = Question.objects.filter(conversation=conversation).select_related("topic").order_by("-received_at")
    found = last.first()
    return found.topic if found is not None and found.topic.deleted_at is None else mailbox.topic


def _keep_file(keep: Keep, letter: Letter, looked: Looked) -> None:
    file = LetterFile(
        letter=letter, name=looked.name, type=looked.type, size=looked.size, problem=looked.problem
    )
    file.save(force_insert=True)
    if looked.content:
        keep(file.pk, sealing.seal(settings.SECRET_KEY, tenancy.current(), str(file.pk), looked.content))


class Keep:
    """Keeps content in the vault, and knows what it kept."""

    def __init__(self) -> None:
        self.kept: list[uuid.UUID] = []

    def __call__(self, number: uuid.UUID, content: bytes) -> None:
        vault.keep(number, content)
        self.kept.append(number)


@contextmanager
def vault_of_this_deed() -> Iterator[Keep]:
    """What was kept for a deed that then did not happen is taken away again."""
    keep = Keep()
    try:
        yield keep
    except BaseException:
        for number in keep.kept:
            vault.file_of(number).unlink(missing_ok=True)
        raise


def _digest(raw: bytes) -> str:
    """Of what a letter says: each way to us adds headers of its own."""
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return sha256(body).hexdigest()
