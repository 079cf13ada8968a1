"""Somebody looks through what was set aside, and through what did not arrive."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.desk.actions import letters
from alongside.desk.mail.tests.odd import letter, mixed
from alongside.desk.models import Letter, LetterState, Mailbox, Post, PostState, Question
from alongside.desk.tests.conftest import Staffed
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.portal.tests.doors import text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db
SPAM = b"X-Spam-Flag: YES\r\nSubject: Win\r\n"


def _browser(acting: Acting) -> Client:
    assert isinstance(acting.actor, Person)
    return browser_of(acting.actor)


def _came(setup: Acting, mailbox: Mailbox, uid: int, raw: bytes) -> Letter:
    stored = letters.store(mailbox, 1, uid, raw)
    assert stored is not None
    return letters.file(setup, stored)


def test_what_was_set_aside_is_looked_at_filed_after_all_or_deleted(
    setup: Acting, mailbox: Mailbox, staffed: Staffed
) -> None:
    first, second = (
        _came(setup, mailbox, uid, letter(SPAM, text, b"zoe@example.net"))
        for uid, text in ((1, b"My bin was stolen."), (2, b"Cheap bins."))
    )
    assert [one.state for one in (first, second)] == [LetterState.SET_ASIDE] * 2
    managing = _browser(staffed("Mona", "CSR Manager"))
    answering = _browser(staffed("Cara", "CSR"))
    assert answering.get("/console/desk/letters/").status_code == 404
    assert text_of(managing.get("/console/desk/letters/")).count("The mail server called it spam.") == 2
    at = f"/console/desk/letters/{first.pk}/"
    assert "My bin was stolen." in text_of(managing.get(at))

    filed = managing.post(f"{at}filing/")
    question = Question.objects.select_related("conversation__person").get()
    assert filed["Location"] == f"/console/desk/questions/{question.pk}/"
    assert question.text == "My bin was stolen."
    assert question.conversation.person.email == "zoe@example.net"
    assert managing.post(f"{at}filing/").status_code == 404
    managing.post(f"/console/desk/letters/{second.pk}/removal/")
    gone = Letter.objects.get(pk=second.pk)
    assert (gone.state, gone.sender, gone.subject) == (LetterState.EMPTIED, "", "")
    assert "Nothing is set aside" in text_of(managing.get("/console/desk/letters/"))
    assert Entry.objects.of_kinds("desk.letter_released", "desk.letter_emptied").count() == 2


def test_a_file_of_a_letter_is_fetched_by_whoever_sees_the_question(
    setup: Acting, mailbox: Mailbox, staffed: Staffed
) -> None:
    raw = mixed(
        b"Content-Type: text/plain\r\n\r\nThe bill.",
        b"Content-Disposition: attachment; filename=bill.pdf\r\n\r\n%PDF-1.7 a bill",
    )
    question = _came(setup, mailbox, 1, raw).question
    assert question is not None
    answering = _browser(staffed("Cara", "CSR"))
    page = answering.get(f"/console/desk/questions/{question.pk}/").content.decode()
    at = page.partition(f"/console/desk/questions/{question.pk}/files/")[2].partition('"')[0]
    fetched = answering.get(f"/console/desk/questions/{question.pk}/files/{at}")
    assert (fetched.content, "bill.pdf" in fetched["Content-Disposition"]) == (b"%PDF-1.7 a bill", True)
    assert Entry.objects.of_kinds("desk.file_fetched").count() == 1
    assert answering.get(f"/console/desk/questions/{question.pk}/files/{question.pk}/").status_code == 404


def test_what_did_not_arrive_is_listed_and_sent_again(
    setup: Acting, mailbox: Mailbox, question: Question, staffed: Staffed
) -> None:
    now = timezone.now()
    for number, state in enumerate((PostState.REFUSED, PostState.UNKNOWN, PostState.LEFT)):
        Post.objects.create(
            mailbox=mailbox, conversation=question.conversation, receiver="ann@example.com",
            message_id=f"{number}@x", subject=f"Number {number}", text="On Tuesday.", state=state,
            made_at=now, next_at=now,
        )  # fmt: skip
    arranging = _browser(staffed("Susan", "Superuser"))
    page = text_of(arranging.get("/console/desk/posts/"))
    assert [f"Number {number}" in page for number in range(3)] == [True, True, False]
    refused = Post.objects.get(state=PostState.REFUSED)
    arranging.post(f"/console/desk/posts/{refused.pk}/again/")
    refused.refresh_from_db()
    assert refused.state == PostState.WAITING
    assert "on its way" in text_of(arranging.post(f"/console/desk/posts/{refused.pk}/again/", follow=True))


def test_sending_is_tried_from_the_page_of_a_mailbox(
    mailbox: Mailbox, staffed: Staffed, mailoutbox: list[EmailMessage]
) -> None:
    susan = staffed("Susan", "Superuser")
    susans, at = _browser(susan), f"/console/mailboxes/{mailbox.pk}/"
    assert "You have no e-mail address" in text_of(susans.post(f"{at}sending/", follow=True))
    Person.objects.filter(pk=susan.actor.id).update(email="susan@example.com")
    assert mailoutbox == []
    assert "took a letter to susan@example.com" in text_of(susans.post(f"{at}sending/", follow=True))
    # Where committing is made to fail, an earlier one has left: it cannot be called back.
    assert {tuple(letter.to) for letter in mailoutbox} == {("susan@example.com",)}
