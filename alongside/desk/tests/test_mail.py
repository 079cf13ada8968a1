"""Questions come from a real IMAP server, and answers leave through a real SMTP server."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.actions import letters, posting
from alongside.desk.actions.fetching import fetch, fetch_all
from alongside.desk.actions.mailboxes import Wanted, set_mailbox, try_mailbox
from alongside.desk.mail import imap
from alongside.desk.mail.tests.odd import BOUNCE, PLAIN, letter
from alongside.desk.models import Letter, LetterState, Mailbox, Post, PostState, Question, Topic
from alongside.desk.tests import dovecot, smtp
from alongside.desk.tests.conftest import Staffed
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.checking import Misfit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def started() -> Iterator[dovecot.Dovecot]:
    with tempfile.TemporaryDirectory(prefix="dovecot-") as folder:
        Path(folder).chmod(0o755)
        with dovecot.serving(Path(folder)) as serving:
            yield serving


@pytest.fixture
def server(started: dovecot.Dovecot) -> dovecot.Dovecot:
    started.empty()
    return started


def wanted(topic: Topic, server: dovecot.Dovecot) -> Wanted:
    return Wanted(
        topic=topic,
        address="desk@council.example",
        name="Port Alder Council",
        host="127.0.0.1",
        port=server.port,
        security="none",
        username="desk",
        password=dovecot.PASSWORD,
        acknowledgement="We have received your e-mail.",
    )


def test_a_question_by_e_mail_is_answered_by_e_mail(
    setup: Acting, topics: dict[str, Topic], server: dovecot.Dovecot, staffed: Staffed
) -> None:
    """There and back again, and on with the same conversation; twice fetched is once filed."""
    mailbox = set_mailbox(setup, wanted(topics["Waste"], server))
    server.deliver(PLAIN)
    assert fetch_all(setup) == 1
    asked = Question.objects.get(conversation__person__email="ann@example.com")
    assert asked.text == "When is my bin emptied?"
    mona = staffed("Mona", "CSR Manager")
    desk.send(mona, asked, "On Tuesday.")
    with smtp.receiving() as received:
        assert posting.send_due(lambda: setup) == 2
        assert posting.send_due(lambda: setup) == 0
    told, answer = received.letters
    assert (told["Auto-Submitted"], answer["Auto-Submitted"]) == ("auto-replied", None)
    assert (answer["From"], answer["To"]) == ("Port Alder Council <desk@council.example>", "ann@example.com")
    assert (answer["Subject"], answer["In-Reply-To"]) == ("Re: My bin", "<1@example.com>")
    assert str(answer.get_payload()).startswith("On Tuesday.")

    back = (
        b"To: " + answer["Reply-To"].encode() + b"\r\nIn-Reply-To: " + answer["Message-ID"].encode() + b"\r\n"
    )
    server.deliver(letter(back, b"Thank you.\r\n\r\nOn Monday the Council wrote:\r\n> On Tuesday."))
    assert fetch_all(setup) == 1
    thanks = Question.objects.order_by("-received_at")[0]
    assert (thanks.conversation, thanks.text, thanks.unverified) == (asked.conversation, "Thank you.", False)

    server.forget_numbers()
    before = Letter.objects.count()
    mailbox.refresh_from_db()
    fetch_all(setup)
    assert Question.objects.filter(conversation=asked.conversation).count() == 2
    assert Letter.objects.exclude(state=LetterState.SET_ASIDE).count() == before
    kinds = ("desk.mailbox_set", "desk.letter_filed", "desk.post_left")
    assert {entry.kind for entry in Entry.objects.of_kinds(*kinds)} == set(kinds)


def test_a_mailbox_that_cannot_be_read_says_why(
    setup: Acting, topics: dict[str, Topic], server: dovecot.Dovecot
) -> None:
    good = wanted(topics["Waste"], server)
    mailbox = set_mailbox(setup, good)
    assert try_mailbox(setup, replace(good, password=""), mailbox).startswith(
        "It works: the folder INBOX holds "
    )
    for wrong, said in (
        ({"password": "another"}, "did not accept this user name and password"),
        ({"folder": 'No"such'}, "has no folder"),
        ({"port": 1}, "could not be reached at port 1"),
        ({"host": "nowhere.invalid"}, "There is no server by the name nowhere.invalid."),
        ({"security": "tls"}, "could not be reached"),
        ({"security": "starttls"}, "could not be reached"),
    ):
        with pytest.raises(imap.Unreachable) as why:
            try_mailbox(setup, replace(good, **wrong), mailbox)
        assert said in str(why.value)
    with pytest.raises(Misfit) as kept:  # it goes to no other server
        try_mailbox(setup, replace(good, password="", host="evil.example"), mailbox)
    assert list(kept.value.errors) == ["password"]
    assert dovecot.PASSWORD.encode() not in bytes(mailbox.password)
    mailbox = set_mailbox(setup, replace(good, password="another"), mailbox=mailbox)
    assert fetch(mailbox) == 0
    assert "did not accept" in Mailbox.objects.get().problem
    for bad in (
        {"address": "x"},
        {"host": " "},
        {"port": 0},
        {"name": ""},
        {"security": "x"},
        {"folder": ""},
    ):
        with pytest.raises(Misfit) as misfit:
            set_mailbox(setup, replace(good, **bad), mailbox=mailbox)
        assert list(misfit.value.errors) == list(bad)
    with pytest.raises(Misfit):
        set_mailbox(setup, good)


@pytest.fixture
def post(setup: Acting, mailbox: Mailbox) -> Post:
    """An acknowledgement that waits."""
    stored = letters.store(mailbox, 1, 1, letter(b"Message-ID: <x@example.com>\r\n"))
    assert stored is not None
    letters.file(setup, stored)
    return Post.objects.get()


def test_what_is_not_taken_is_tried_again_and_what_may_have_been_is_not(setup: Acting, post: Post) -> None:
    """By what the server says; nobody gets it twice."""

    def became(answer: str | None) -> PostState:
        Post.objects.update(state=PostState.WAITING, attempts=0, next_at=clock.now())
        with smtp.receiving() as received:
            received.answers = [] if answer is None else [answer]
            posting.send_due(lambda: setup)
        return PostState(Post.objects.get().state)

    for answer, state in (
        (None, PostState.LEFT),
        ("451 later", PostState.WAITING),
        ("550 no", PostState.REFUSED),
        ("", PostState.UNKNOWN),
    ):
        assert became(answer) == state, answer
        assert bool(Post.objects.get().problem) == (answer is not None)
    posting.send_again(setup, Post.objects.get())
    with pytest.raises(desk.NotNow):
        posting.send_again(setup, Post.objects.get())
    assert Post.objects.get().state == PostState.WAITING
    assert Entry.objects.of_kinds("desk.post_repeated").count() == 1
    assert Entry.objects.of_kinds("desk.post_failed").count() == 2


def test_a_server_that_is_away_is_tried_later_and_in_the_end_no_more(setup: Acting, post: Post) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        for attempt, pause in enumerate([*posting.AGAIN, None], 1):
            Post.objects.update(next_at=clock.now())
            posting.send_due(lambda: setup)
            now = Post.objects.get()
            assert now.attempts == attempt
            if pause is not None:
                assert timedelta(0) < now.next_at - clock.now() <= pause
    assert now.state == PostState.REFUSED


def test_what_somebody_held_who_was_killed_is_called_unknown(setup: Acting, post: Post) -> None:
    Post.objects.update(state=PostState.LEAVING, taken_at=clock.now() - posting.LOST_AFTER / 2)
    posting.send_due(lambda: setup)
    assert Post.objects.get().state == PostState.LEAVING
    Post.objects.update(taken_at=clock.now() - posting.LOST_AFTER * 2)
    posting.send_due(lambda: setup)
    assert Post.objects.get().state == PostState.UNKNOWN


def test_what_comes_back_is_noted(setup: Acting, post: Post, mailbox: Mailbox) -> None:
    Post.objects.update(state=PostState.LEFT, left_at=clock.now())
    for uid, about in enumerate((b"ours@council.example", post.message_id.encode()), 2):
        raw = letter(BOUNCE[0], BOUNCE[1].replace(b"ours@council.example", about))
        stored = letters.store(mailbox, 1, uid, raw)
        assert stored is not None
        assert letters.file(setup, stored).sort == "bounce"
        assert (Post.objects.get().state == PostState.RETURNED) == (uid == 3)
