"""J14: somebody asks without signing in, under an address; later they prove it and see the question."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.desk import actions as desk
from alongside.desk.models import Channel, Mailbox, Post, Question, Topic
from alongside.desk.tests.conftest import Staffed
from alongside.desk.tests.conftest import mailbox as mailbox
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.portal.tests.doors import text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def test_somebody_asks_without_signing_in(
    topics: dict[str, Topic], mailbox: Mailbox, staffed: Staffed, ann: Person
) -> None:
    outside, at = Client(headers={"host": ann.tenant.domain}), "/questions/ask/"
    said = {"topic": topics["Waste"].pk, "text": "When?", "name": "Zoe van Dyke", "email": "zoe@example.net"}
    wrong = outside.post(at, said | {"email": "zoe"})
    assert (wrong.status_code, "Zoe van Dyke" in wrong.content.decode()) == (422, True)
    assert outside.post(at, said | {"topic": topics["Complaints"].pk}).status_code == 422
    assert not Question.objects.exists()

    sent = outside.post(at, said, follow=True)
    question = Question.objects.select_related("conversation__person").get()
    zoe = question.conversation.person
    assert (question.channel, question.unverified, zoe.email) == (Channel.FORM, False, "zoe@example.net")
    page = text_of(sent)
    assert (question.conversation.reference in page, "goes to zoe@example.net" in page) == (True, True)
    acknowledged = Post.objects.get()
    assert (acknowledged.receiver, acknowledged.automatic) == ("zoe@example.net", True)

    cara = staffed("Cara", "CSR")
    answer = desk.send(cara, desk.get_next(cara)[0], "On Tuesday.")
    assert Post.objects.get(answer=answer).receiver == "zoe@example.net"
    assert "On Tuesday." in text_of(browser_of(zoe).get(f"/questions/{question.conversation_id}/"))

    outside.post(at, said | {"email": "Ann@example.com", "text": "It is me."})
    filed = Question.objects.get(text="It is me.")
    assert (filed.conversation.person, filed.unverified) == (ann, True)
    assert [one.person_ref for one in Entry.objects.of_kinds("desk.question_sent_in").oldest_first()] == [
        zoe.ref,
        ann.ref,
    ]
    assert browser_of(ann).get(at)["Location"] == "/questions/new/"
