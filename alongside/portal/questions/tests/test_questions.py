"""People ask, read the answers and ask on; whoever helps them does it on the same pages."""

from __future__ import annotations

import re

import pytest

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.models import Conversation, Question, Topic
from alongside.desk.tests.conftest import Staffed
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db


def test_a_person_asks_reads_the_answer_and_asks_on(
    ann: Person, staffed: Staffed, topics: dict[str, Topic], setup: Acting
) -> None:
    anns, cara = browser_of(ann), staffed("Cara", "CSR")
    assert "No questions yet" in text_of(anns.get("/questions/"))
    page = anns.get("/questions/new/").content.decode()
    assert re.findall(r'<option value="\d+">([^<]*)<', page) == ["Waste", "Waste › Bulky"]
    wrong = anns.post("/questions/new/", {"topic": topics["Complaints"].pk, "text": "My sofa."})
    assert (wrong.status_code, "My sofa." in wrong.content.decode()) == (422, True)

    asked = anns.post("/questions/new/", {"topic": topics["Waste"].pk, "text": "When is it emptied?"})
    assert asked.status_code == 303
    assert "Waiting for an answer" in text_of(anns.get(asked["Location"]))
    question = desk.get_next(cara)[0]
    desk.keep_draft(cara, question, "On Tues")
    assert "Tues" not in text_of(anns.get(asked["Location"]))
    desk.retopic(cara, question, topics["Complaints"])
    desk.send(cara, question, "On Tuesday.")
    page = text_of(anns.get(asked["Location"]))
    assert ("On Tuesday." in page, "Answered" in page) == (True, True)

    again = anns.post(f"{asked['Location']}messages/", {"text": "Which Tuesday?"})
    assert (again.status_code, again["Location"]) == (303, asked["Location"])
    assert [one.topic.name for one in Question.objects.order_by("received_at")] == ["Complaints"] * 2
    assert "Waiting for an answer" in text_of(anns.get("/questions/"))
    assert anns.post(f"{asked['Location']}messages/", {"text": " "}).status_code == 422


def test_what_was_proposed_rejected_or_commented_never_reaches_the_person(
    ann: Person, staffed: Staffed, question: Question
) -> None:
    quinn, rosa = staffed("Quinn", "QA CSR"), staffed("Rosa", "QA Manager")
    at = f"/questions/{question.conversation_id}/"
    desk.get_next(quinn)
    first = desk.propose(quinn, question, "Perhaps.")
    assert "Perhaps" not in text_of(browser_of(ann).get(at))
    desk.reject(rosa, first, "Be sure.")
    desk.approve(rosa, desk.propose(quinn, question, "Surely."), "On Tuesday.")
    page = text_of(browser_of(ann).get(at))
    assert [word in page for word in ("Perhaps", "Be sure", "Surely", "On Tuesday.")] == [False] * 3 + [True]


def test_somebody_elses_conversation_is_not_found(ben: Person, question: Question) -> None:
    bens = browser_of(ben)
    assert bens.get(f"/questions/{question.conversation_id}/").status_code == 404
    answer = bens.post(f"/questions/{question.conversation_id}/messages/", {"text": "Me too."})
    assert (answer.status_code, Question.objects.count()) == (404, 1)


def test_an_agent_asks_for_whom_they_help_and_sees_what_falls_in_their_segments(
    ann: Person, staffed: Staffed, topics: dict[str, Topic], setup: Acting
) -> None:
    cara = staffed("Cara", "CSR").actor
    client = browser_of(cara)  # type: ignore[arg-type]  # a Person
    start = begin_to_help(client, ann)
    said = {"topic": topics["Complaints"].pk, "text": "She was on hold for an hour."}
    asked = client.post(f"{start}/questions/new/", said)
    assert (asked.status_code, asked["Location"].startswith(start)) == (303, True)
    begun = Conversation.objects.get()
    told = Entry.objects.of_kinds("desk.question_asked").get()
    assert (begun.person, told.actor_ref, told.person_ref) == (ann, cara.ref, ann.ref)
    assert "She was on hold" in text_of(browser_of(ann).get(f"/questions/{begun.pk}/"))
    begun.segment = people.create_segment(setup, "Businesses")
    begun.save()
    assert client.get(asked["Location"]).status_code == 404
    carried = client.post(f"{start}/questions/new/?carried=yes", said | {"text": "Typed before."})
    assert (carried.status_code, Question.objects.count()) == (200, 1)
    assert "Typed before." in carried.content.decode()


def test_the_list_asks_for_no_row_by_itself(
    ann: Person, question: Question, topics: dict[str, Topic]
) -> None:
    anns = browser_of(ann)
    one = queries_of(anns, "/questions/"), queries_of(anns, f"/questions/{question.conversation_id}/")
    for number in range(2):
        desk.ask(Acting.alone(ann), topics["Waste"], text=f"Another {number}")
        desk.ask_on(Acting.alone(ann), question.conversation, text=f"And {number}")
    assert one == (
        queries_of(anns, "/questions/"),
        queries_of(anns, f"/questions/{question.conversation_id}/"),
    )
