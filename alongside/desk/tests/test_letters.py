"""Letters become questions of those who sent them, and of nobody else."""

from __future__ import annotations

import base64
import itertools
import os

import pytest
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.actions import custody, letters
from alongside.desk.actions.letter_files import unsealed
from alongside.desk.actions.outbox import mark, reply_secrets
from alongside.desk.mail import reading, threads
from alongside.desk.mail.sorting import OURS
from alongside.desk.mail.tests.odd import letter, mixed, odd
from alongside.desk.models import (
    COPY,
    STUCK,
    Answer,
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
from alongside.desk.rules import State
from alongside.desk.tests.conftest import Staffed
from alongside.forms import vault
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person

pytestmark = pytest.mark.django_db

ROLES = ("CSR", "QA CSR", "QA Manager", "CSR Manager", "Administrator", "Superuser")

_uids = itertools.count(1)


def came(setup: Acting, mailbox: Mailbox, raw: bytes) -> Letter:
    stored = letters.store(mailbox, 1, next(_uids), raw)
    assert stored is not None
    return letters.file(setup, stored)


def answered(setup: Acting, staffed: Staffed, mailbox: Mailbox) -> tuple[Question, Post]:
    """A question of Ann's that came by e-mail, and the answer to it."""
    asked = came(setup, mailbox, letter(b"Subject: My bin\r\nMessage-ID: <first@example.com>\r\n")).question
    assert asked is not None
    mona = staffed("Mona", "CSR Manager")
    answer = desk.send(mona, asked, "On Tuesday.")
    return asked, Post.objects.get(answer=answer)


def test_a_letter_of_somebody_unknown_makes_a_contact(setup: Acting, mailbox: Mailbox) -> None:
    filed = came(setup, mailbox, letter(b"Subject: My bin\r\n", b"When?", b"Zoe van Dyke <zoe@example.net>"))
    question = Question.objects.select_related("conversation__person").get()
    assert (filed.state, filed.question, question.text) == (LetterState.FILED, question, "When?")
    person = question.conversation.person
    assert (person.given_name, person.family_name, person.email) == ("Zoe van", "Dyke", "zoe@example.net")
    assert (question.channel, question.unverified, question.actor) == (Channel.EMAIL, False, person)
    assert question.conversation.subject == "My bin"
    told = Entry.objects.of_kinds("desk.letter_filed").get()
    assert told.person_ref == person.ref
    again = came(setup, mailbox, letter(b"Subject: And?\r\n", b"More.", b"zoe@example.net")).question
    assert again is not None
    assert (again.conversation.person, again.unverified) == (person, True)


def test_a_known_address_is_filed_but_not_believed(
    setup: Acting, mailbox: Mailbox, ann: Person, question: Question
) -> None:
    """Spec 4.27."""
    filed = came(setup, mailbox, letter(b"Message-ID: <x@example.com>\r\n", b"It is me.")).question
    assert filed is not None
    assert (filed.conversation.person, filed.unverified) == (ann, True)
    assert filed.conversation != question.conversation
    told = Post.objects.get()
    assert (told.receiver, told.automatic, told.in_reply_to) == ("ann@example.com", True, "x@example.com")
    assert question.text not in told.text
    assert question.conversation.reference not in told.text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", [State.UNASSIGNED, State.ASSIGNED, State.PENDING])
def test_by_e_mail_every_role_is_whoever_writes_and_does_nothing_else(
    setup: Acting, mailbox: Mailbox, staffed: Staffed, role: str, state: State
) -> None:
    """Spec 2.2 through e-mail: an agent's letter to the desk, with all that ties it to a question, asks."""
    asked = came(setup, mailbox, letter(b"Message-ID: <first@example.com>\r\n")).question
    assert asked is not None
    agent, chief = staffed("Sam", role).actor, staffed("Susan", "Superuser")
    assert isinstance(agent, Person)
    Person.objects.filter(pk=agent.pk).update(email="sam@council.example")
    if state is not State.UNASSIGNED:
        desk.reassign(chief, asked, agent)
    if state is State.PENDING:
        Question.objects.filter(pk=asked.pk).update(assignee=chief.actor.id)
        desk.propose(chief, asked, "Perhaps.")
    before = (Question.objects.values().get(pk=asked.pk), list(Answer.objects.values()))
    posted = set(Post.objects.values_list("pk", flat=True))
    conversation = asked.conversation
    secret = reply_secrets(conversation)[0]
    for told in ("ann@example.com", "sam@council.example"):
        reply_to = threads.reply_address(mailbox.address, conversation.reference, told, secret)
        ties = (
            f"In-Reply-To: <first@example.com>\r\nTo: {reply_to}\r\nSubject: Re: {conversation.reference}\r\n"
        )
        came(setup, mailbox, letter(ties.encode(), b"On Tuesday.", b"sam@council.example"))
    assert (Question.objects.values().get(pk=asked.pk), list(Answer.objects.values())) == before
    assert Question.objects.filter(conversation=conversation).count() == 1
    mine = Question.objects.exclude(pk=asked.pk).select_related("conversation")
    assert [one.conversation.person_id for one in mine] == [agent.pk] * 2
    left = Post.objects.exclude(pk__in=posted).values_list("receiver", flat=True)
    assert set(left) <= {"sam@council.example"}


def test_of_several_with_one_address_nobody_is_chosen(setup: Acting, mailbox: Mailbox, ann: Person) -> None:
    twin = people.register(setup, given_name="Tom", family_name="Example", email="Ann@example.com")
    first, second = (came(setup, mailbox, letter()).question for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.conversation.person not in (ann, twin)
    assert first.conversation.person == second.conversation.person


def test_an_answer_to_our_answer_goes_on_and_proves_who_wrote(
    setup: Acting, mailbox: Mailbox, ann: Person, staffed: Staffed
) -> None:
    asked, post = answered(setup, staffed, mailbox)
    conversation = asked.conversation
    reply_to = threads.reply_address(
        mailbox.address, conversation.reference, "ann@example.com", reply_secrets(conversation)[0]
    )
    proven = came(setup, mailbox, letter(b"Cc: " + reply_to.encode() + b"\r\n", b"Thank you.")).question
    referring = b"In-Reply-To: <" + post.message_id.encode() + b">\r\n"
    unproven = came(setup, mailbox, letter(referring, b"Which Tuesday?")).question
    assert proven is not None
    assert unproven is not None
    assert (proven.conversation, proven.unverified) == (conversation, False)
    assert (unproven.conversation, unproven.unverified) == (conversation, True)


def test_what_came_unverified_is_verified_once_its_address_is_proven(
    setup: Acting, mailbox: Mailbox, ann: Person, staffed: Staffed, topics: dict[str, Topic]
) -> None:
    """Of the same conversation and the same address alone (spec 4.27)."""
    mailed = came(setup, mailbox, letter(b"Subject: My bin\r\n", b"When?")).question
    other = came(setup, mailbox, letter(b"Subject: Else\r\n", b"And this?")).question
    typed = desk.ask_from_outside(
        setup, topics["Waste"], desk.Sender("Ann", "ANN@example.com"), text="When is it emptied?"
    )
    assert mailed is not None
    assert other is not None
    for asked in (mailed, typed):
        assert (asked.unverified, asked.conversation.person) == (True, ann)
        conversation = asked.conversation
        reply_to = threads.reply_address(
            mailbox.address, conversation.reference, "ann@example.com", reply_secrets(conversation)[0]
        )
        came(setup, mailbox, letter(b"Cc: " + reply_to.encode() + b"\r\n", b"Yes, it is me."))
        asked.refresh_from_db()
        assert asked.unverified is False
    assert Question.objects.filter(unverified=True).get() == other
    told = Entry.objects.of_kinds("desk.sender_proven").oldest_first()
    assert [(one.person_ref, one.private) for one in told] == [(ann.ref, False)] * 2


def test_nobody_else_goes_on_with_it(setup: Acting, mailbox: Mailbox, ann: Person, staffed: Staffed) -> None:
    asked, post = answered(setup, staffed, mailbox)
    conversation = asked.conversation
    reply_to = threads.reply_address(
        mailbox.address, conversation.reference, "ann@example.com", reply_secrets(conversation)[0]
    ).encode()
    refers = b"In-Reply-To: <" + post.message_id.encode() + b">\r\nReferences: <first@example.com>\r\n"
    forged = b"Authentication-Results: mx.council.example; dmarc=fail\r\n"
    for raw in (
        letter(b"Cc: " + reply_to + b"\r\n" + refers, b"Mine now.", b"eve@example.org"),
        letter(refers, b"Mine now.", b"ann@example.com.evil.example"),
        letter(refers, b"Mine now.", b'"ann@example.com" <eve@example.org>'),
        letter(b"Cc: " + reply_to[:-30] + b"a" * 12 + b"@council.example\r\n", b"Mine now."),
        letter(forged + b"Cc: " + reply_to + b"\r\n" + refers, b"Mine now."),
    ):
        other = came(setup, mailbox, raw).question
        assert other is not None
        assert other.conversation != conversation
    assert conversation.questions.count() == 1


def test_what_programs_send_is_set_aside_and_answered_by_nobody(setup: Acting, mailbox: Mailbox) -> None:
    for headers, sort in (
        (b"Auto-Submitted: auto-replied\r\n", "away"),
        (b"List-Id: <x>\r\n", "list"),
        (b"X-Spam-Flag: YES\r\n", "spam"),
        (OURS.encode() + b": " + mark().encode() + b"\r\n", "loop"),
    ):
        filed = came(setup, mailbox, letter(headers, b"Automatic."))
        assert (filed.state, filed.sort) == (LetterState.SET_ASIDE, sort)
        assert filed.why
        assert b"Automatic." in letters.raw_of(filed)
    assert (Question.objects.count(), Post.objects.count()) == (0, 0)
    assert Entry.objects.of_kinds("desk.letter_set_aside").count() == 4


def test_a_letter_is_filed_once_however_often_it_comes(setup: Acting, mailbox: Mailbox) -> None:
    raw = letter(b"Message-ID: <one@example.com>\r\n", b"Once.")
    assert letters.store(mailbox, 1, 1_000_001, raw)
    assert letters.store(mailbox, 1, 1_000_001, raw) is None
    assert letters.store(mailbox, 2, 1, b"Received: again\r\n" + raw)
    assert letters.store(mailbox, 2, 2, raw.replace(b"Once.", b"Another, under the same id."))
    assert letters.file_waiting(setup) == 3
    assert letters.file_waiting(setup) == 0
    sorts = Letter.objects.order_by("uid_validity", "uid").values_list("sort", flat=True)
    assert list(sorts) == [
        "letter",
        COPY,
        "letter",
    ]
    assert Question.objects.count() == 2


def test_one_that_cannot_be_filed_stops_no_other(
    setup: Acting, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, _ = (letters.store(mailbox, 3, uid, letter(b"", text)) for uid, text in ((1, b"bad"), (2, b"good")))
    assert bad is not None
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda raw: 1 / 0 if b"bad" in raw else read(raw))
    assert letters.file_waiting(setup) == 1
    for _ in range(letters.MOST_ATTEMPTS):
        assert letters.file_waiting(setup) == 0
    bad.refresh_from_db()
    assert (bad.state, bad.sort) == (LetterState.SET_ASIDE, STUCK)
    assert b"bad" in letters.raw_of(bad)


def test_files_are_told_by_content_and_kept_sealed(setup: Acting, mailbox: Mailbox) -> None:
    def enclosed(name: bytes, content: bytes) -> bytes:
        head = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        head += b"Content-Disposition: attachment; filename="
        return head + name + b"\r\n\r\n" + base64.encodebytes(content)

    raw = mixed(
        b"Content-Type: text/plain\r\n\r\nSee files.",
        enclosed(b'"../../form.exe"', b"%PDF-1.4 a form"),
        enclosed(b"tool.exe", b"MZ a program"),
        enclosed(b"x.png", b"\x89PNG\r\n\x1a\nbroken"),
    )
    filed = came(setup, mailbox, raw)
    files = list(filed.files.order_by("size"))
    assert sorted((one.name, one.type, bool(one.problem)) for one in files) == [
        ("form.pdf", "pdf", False),
        ("tool.exe", "", True),
        ("x.png", "", True),
    ]
    kept = LetterFile.objects.get(type="pdf")
    assert unsealed(kept.pk) == b"%PDF-1.4 a form"
    assert b"a form" not in vault.file_of(kept.pk).read_bytes()
    assert b"See files" not in vault.file_of(filed.pk).read_bytes()


def test_no_odd_letter_is_lost_and_none_joins_what_is_not_its_senders(
    setup: Acting, mailbox: Mailbox, staffed: Staffed, ben: Person
) -> None:
    """Odd letters, each carrying the references and the reply address of a conversation of Ben's; all of
    them where ALONGSIDE_ODD_LETTERS is set."""
    whole = came(
        setup, mailbox, letter(b"Message-ID: <b@example.com>\r\n", b"Mine.", b"ben@example.com")
    ).question
    assert whole is not None
    secret = reply_secrets(whole.conversation)[0]
    address = threads.reply_address(mailbox.address, whole.conversation.reference, "ben@example.com", secret)
    claims = b"In-Reply-To: <b@example.com>\r\nCc: " + address.encode() + b"\r\n"
    few = 1 if "ALONGSIDE_ODD_LETTERS" in os.environ else 5  # all of them take half a minute
    raws = [claims + raw for raw in odd() if len(raw) < 200_000][::few]
    for uid, raw in enumerate(raws):
        assert letters.store(mailbox, 9, uid, raw)
    assert letters.file_waiting(setup, 1_000) == len(raws)
    assert Letter.objects.filter(state=LetterState.STORED).count() == 0
    assert Letter.objects.filter(uid_validity=9).count() == len(raws)
    assert not Letter.objects.filter(sort=STUCK).exists()
    assert whole.conversation.questions.count() == 1
    for kept in Letter.objects.filter(uid_validity=9):
        assert letters.raw_of(kept) == raws[kept.uid]


def test_a_sender_is_told_once_a_day(setup: Acting, mailbox: Mailbox) -> None:
    for _ in range(3):
        came(setup, mailbox, letter())
    came(setup, mailbox, letter(b"", b"x", b"ben@example.com"))
    came(setup, mailbox, letter(b"X-Auto-Response-Suppress: All\r\n", b"x", b"cat@example.com"))
    told = Post.objects.filter(automatic=True, day=timezone.localdate()).order_by("receiver")
    assert [post.receiver for post in told] == ["ann@example.com", "ben@example.com"]


def test_erasing_somebody_takes_their_letters(setup: Acting, mailbox: Mailbox, staffed: Staffed) -> None:
    asked, _ = answered(setup, staffed, mailbox)
    kept = Letter.objects.get()
    custody.CONVERSATIONS.erase(asked.conversation.person)
    kept.refresh_from_db()
    assert (kept.sender, kept.subject, kept.state) == ("", "", LetterState.FILED)
    assert set(Post.objects.values_list("receiver", "text")) == {("", "")}
    assert Conversation.objects.get().subject == ""
