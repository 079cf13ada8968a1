"""A question is passed on to somebody outside: what goes along, who may, and what becomes of the reply."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from alongside.assisting.acting import Acting, Refused
from alongside.desk import actions as desk
from alongside.desk.actions import forwarding
from alongside.desk.actions.posting import send_due
from alongside.desk.experts import forwarding_of, token_of
from alongside.desk.models import AnswerDraft, ExpertReply, Forwarding, Mailbox, Post, Question
from alongside.desk.tests.conftest import Staffed
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.lib.addresses import origin_of
from alongside.people.checking import Misfit
from alongside.people.models import Person

pytestmark = pytest.mark.django_db


def brief(**said: Any) -> desk.Brief:
    return desk.Brief(
        **{"name": "Erna Expert", "address": "erna@lab.example", "asked": "Is it toxic?"} | said
    )


@pytest.fixture
def cara(staffed: Staffed, question: Question) -> Acting:
    """Has the question in hand."""
    cara = staffed("Cara", "CSR")
    desk.get_next(cara)
    return cara


def test_an_expert_becomes_a_contact_and_the_question_stays_in_hand(cara: Acting, question: Question) -> None:
    made = desk.forward(cara, question, brief(name="Erna  Expert", address=" Erna@Lab.example "))
    assert (made.expert.name, made.expert.email) == ("Erna Expert", "erna@lab.example")
    assert desk.forward(cara, question, brief()).expert == made.expert  # the same address, the same contact
    again = Question.objects.get()
    assert (again.state, again.assignee_id) == ("assigned", cara.actor.id)
    told = Entry.objects.of_kinds("desk.question_forwarded").newest_first()[0]
    assert (told.actor_ref, told.person_ref) == (cara.actor.ref, question.conversation.person.ref)
    assert "toxic" not in str(told.open())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "E\x00"}, "name"),
        ({"address": "nowhere"}, "address"),
        ({"asked": " "}, "asked"),
        ({"asked": "x" * 20_001}, "asked"),
        ({"days": 0}, "days"),
        ({"days": 91}, "days"),
    ],
)
def test_what_does_not_fit_is_said(
    cara: Acting, question: Question, said: dict[str, object], field: str
) -> None:
    with pytest.raises(Misfit) as problem:
        desk.forward(cara, question, brief(**said))
    assert list(problem.value.errors) == [field]
    assert not Forwarding.objects.exists()


def test_whoever_asks_is_not_asked(cara: Acting, question: Question, ann: Person) -> None:
    with pytest.raises(Misfit, match="whoever asks"):
        desk.forward(cara, question, brief(address=ann.email))


@pytest.mark.parametrize(
    ("role", "may"),
    [("QA CSR", False), ("CSR", False), ("CSR Manager", True), ("Administrator", True), ("Superuser", True)],
)
def test_who_may_pass_on_what_is_in_anothers_hands(
    cara: Acting, staffed: Staffed, question: Question, role: str, may: bool
) -> None:
    somebody = staffed("Sam", role)
    if may:
        assert desk.forward(somebody, question, brief()).actor_id == somebody.actor.id
    else:
        with pytest.raises(Refused):
            desk.forward(somebody, question, brief())


def test_a_reply_is_for_agents_until_somebody_answers_with_it(
    cara: Acting, setup: Acting, question: Question
) -> None:
    made = desk.forward(cara, question, brief())
    reply = forwarding.reply(setup, made, " It is harmless.\r\n")
    assert reply.text == "It is harmless."
    assert (Question.objects.get().state, question.answers.count()) == ("assigned", 0)
    desk.keep_draft(cara, question, "Dear Ann,")
    desk.take_over(cara, question, reply.pk)
    assert AnswerDraft.objects.get().text == "Dear Ann,\n\nIt is harmless."
    assert ExpertReply.objects.get().taken_over_at is not None
    told = Entry.objects.of_kinds("desk.expert_replied").get()
    assert told.person_ref == question.conversation.person.ref
    assert "harmless" not in str(told.open())
    with pytest.raises(desk.NotNow, match="no such reply"):
        desk.take_over(cara, question, made.pk)


def test_a_reply_that_makes_the_draft_too_long_changes_nothing(
    cara: Acting, setup: Acting, question: Question
) -> None:
    made = desk.forward(cara, question, brief())
    reply = forwarding.reply(setup, made, "y" * 20_000)
    desk.keep_draft(cara, question, "x" * 40_000)
    with pytest.raises(Misfit):
        desk.take_over(cara, question, reply.pk)
    assert (len(AnswerDraft.objects.get().text), ExpertReply.objects.get().taken_over_at) == (40_000, None)


@pytest.mark.parametrize("over", ["withdrawn", "late", "resolved"])
def test_a_link_that_is_over_takes_nothing(
    cara: Acting, setup: Acting, question: Question, over: str
) -> None:
    made = desk.forward(cara, question, brief())
    if over == "withdrawn":
        desk.withdraw(cara, question, made.pk)
        with pytest.raises(desk.NotNow, match="over already"):
            desk.withdraw(cara, question, made.pk)
    elif over == "late":
        Forwarding.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    else:
        desk.send(cara, question, "On Tuesday.")
    with pytest.raises(desk.NotNow, match="not open any more"):
        forwarding.reply(setup, made, "It is harmless.")
    assert not ExpertReply.objects.exists()


def test_there_are_not_more_than_can_be_read(
    cara: Acting, setup: Acting, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forwarding, "MOST_OPEN", 1)
    monkeypatch.setattr(forwarding, "MOST_REPLIES", 1)
    made = desk.forward(cara, question, brief())
    with pytest.raises(desk.NotNow, match="asked about this question already"):
        desk.forward(cara, question, brief())
    forwarding.reply(setup, made, "Yes.")
    with pytest.raises(desk.NotNow, match="written already"):
        forwarding.reply(setup, made, "No.")


def test_the_link_leaves_by_e_mail_and_is_kept_nowhere(
    cara: Acting, setup: Acting, question: Question, mailbox: Mailbox
) -> None:
    made = desk.forward(cara, question, brief(asked="Is it toxic?"))
    assert send_due(lambda: setup) == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == (["erna@lab.example"], [mailbox.address])
    link = f"{origin_of(mailbox.tenant.domain)}/questions/experts/{token_of(made)}/"
    assert ("Is it toxic?" in letter.body, link in letter.body) == (True, True)
    assert link not in Post.objects.get().text
    assert forwarding_of(token_of(made)) == made
    for odd in ("", "x", token_of(made)[:-1], f"{made.pk.hex}~x", "é~ü"):
        assert forwarding_of(odd) is None


def test_only_what_was_said_until_then_goes_along(cara: Acting, ann: Person, question: Question) -> None:
    desk.keep_draft(cara, question, "I do not know yet.")
    made = desk.forward(cara, question, brief())
    silent = desk.forward(cara, question, brief(passes_thread=False, passes_files=True))
    desk.send(cara, question, "We look into it.", leave_open=True)
    said, files = forwarding.passed_on(made)
    assert ([one.text for one in said], files) == (["When is my bin emptied?"], {})
    assert (forwarding.passed_on(silent), silent.passes_files) == (([], {}), False)
