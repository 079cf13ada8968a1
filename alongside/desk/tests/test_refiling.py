"""Conversations of one person are joined, and a question becomes one of its own."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.desk import actions as desk
from alongside.desk.actions.outbox import reply_secrets
from alongside.desk.actions.refiling import joinable
from alongside.desk.mail import threads
from alongside.desk.mail.tests.odd import letter
from alongside.desk.models import Conversation, Mailbox, Post, Question, Topic
from alongside.desk.tests.conftest import Staffed
from alongside.desk.tests.test_letters import came
from alongside.history.models import Entry
from alongside.people.models import Person

pytestmark = pytest.mark.django_db


def test_conversations_of_one_person_are_joined(
    ann: Person, ben: Person, staffed: Staffed, topics: dict[str, Topic], question: Question
) -> None:
    cara, mona = staffed("Cara", "CSR"), staffed("Mona", "CSR Manager")
    bens = desk.ask(Acting.alone(ben), topics["Waste"], text="Mine too?").conversation
    again = desk.ask(Acting.alone(ann), topics["Waste"], text="Still full.")
    left, to = again.conversation, question.conversation
    desk.ask_on(Acting.alone(ann), left, text="Hello?")
    with pytest.raises(Refused):
        desk.merge(cara, again, to)
    for wrong in (bens, left):
        with pytest.raises(desk.NotNow):
            desk.merge(mona, again, wrong)
    assert desk.merge(mona, again, to).conversation == to
    assert [one.text for one in to.questions.order_by("received_at")] == [
        "When is my bin emptied?",
        "Still full.",
        "Hello?",
    ]
    assert list(Conversation.objects.of(Acting.alone(ann))) == [to]
    told = Entry.objects.of_kinds("desk.question_merged")
    assert [(one.person_ref, one.private) for one in told] == [(ann.ref, True)] * 2

    third = desk.ask(Acting.alone(ann), topics["Waste"], text="And paper?")
    desk.merge(mona, question, third.conversation)
    left.refresh_from_db()
    assert left.joined_to == third.conversation  # not by way of one that was joined itself
    with pytest.raises(desk.NotNow):
        desk.merge(mona, third, left)


def test_a_question_becomes_a_conversation_of_its_own(
    ann: Person, staffed: Staffed, topics: dict[str, Topic], question: Question
) -> None:
    mona = staffed("Mona", "CSR Manager")
    with pytest.raises(desk.NotNow):
        desk.split(mona, question)
    other = desk.ask_on(Acting.alone(ann), question.conversation, text="And my dog licence?")
    own = desk.split(mona, other).conversation
    assert (own.subject, own.person) == ("And my dog licence?", ann)
    assert own.reference != question.conversation.reference
    assert list(question.conversation.questions.all()) == [question]
    assert Entry.objects.of_kinds("desk.question_split").get().person_ref == ann.ref


def test_what_answers_by_e_mail_goes_where_the_conversation_went(
    setup: Acting,
    mailbox: Mailbox,
    staffed: Staffed,
    ann: Person,
    topics: dict[str, Topic],
    question: Question,
) -> None:
    """By the signed reply address and by what it answers, after a merge and after a split; whoever has not
    proven who they are is joined to nothing."""
    mona = staffed("Mona", "CSR Manager")
    asked = came(
        setup, mailbox, letter(b"Subject: Paper\r\nMessage-ID: <1@example.net>\r\n", b"?", b"zoe@example.net")
    )
    first = asked.question
    assert first is not None
    posted = Post.objects.get(answer=desk.send(mona, first, "On Tuesday.", leave_open=True))
    zoe = first.conversation.person
    other = desk.ask(Acting.alone(zoe), topics["Waste"], text="Glass?").conversation
    left = first.conversation
    desk.merge(mona, first, other)

    def back(headers: bytes = b"", text: bytes = b"Thanks.") -> Question:
        reply = threads.reply_address(
            mailbox.address, left.reference, "zoe@example.net", reply_secrets(left)[0]
        )
        to = b"To: " + reply.encode() + b"\r\n"
        found = came(setup, mailbox, letter(to + headers, text, b"zoe@example.net")).question
        assert found is not None
        return found

    more = back()
    assert (more.conversation, more.unverified) == (other, False)
    own = desk.split(mona, first).conversation
    posted.refresh_from_db()
    answering = f"In-Reply-To: <{posted.message_id.strip('<>')}>\r\n".encode()
    assert back(answering, b"Which Tuesday?").conversation == own
    assert back(text=b"Something else.").conversation == other

    doubtful = came(setup, mailbox, letter(b"Subject: x\r\n", b"It is me.")).question
    assert doubtful is not None
    assert (doubtful.conversation.person, doubtful.unverified) == (ann, True)
    assert list(joinable(mona, doubtful)) == list(joinable(mona, question)) == []
    with pytest.raises(desk.NotNow):
        desk.merge(mona, question, doubtful.conversation)
