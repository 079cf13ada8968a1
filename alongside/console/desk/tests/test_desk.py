"""The desk's pages: what waits, one question, and everything that is done to it."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.console.desk.tests.conftest import DESK
from alongside.desk import actions as desk
from alongside.desk.models import Answer, AnswerDraft, Question, Topic
from alongside.desk.rules import State
from alongside.knowledge.actions import publish
from alongside.people.models import Group, Person, Tenant
from tests.cast import make_person
from tests.council import queries_of

pytestmark = pytest.mark.django_db


def test_a_csr_gets_the_next_question_and_answers_it(agent: Any, question: Question) -> None:
    """J15."""
    cara = agent("Cara", "CSR")
    page = cara.see(DESK)
    assert ("1 question waits that you can take" in page, "Nothing in your hands" in page) == (True, True)
    assert cara.do(question, "picking").status_code == 403
    assert "it is not chosen" in cara.do(question, "picking").content.decode()
    got = cara.client.post(f"{DESK}next/")
    assert (got.status_code, got["Location"]) == (303, cara.at(question))
    page = cara.see(cara.at(question))
    assert ("When is my bin emptied?" in page, "Get this" in page) == (True, False)
    sent = cara.do(question, "answer", text="On Tuesday.")
    assert (sent.status_code, sent["Location"]) == (303, DESK)
    assert Question.objects.get().state == State.RESOLVED
    assert "On Tuesday." in cara.see(cara.at(question))
    nothing = cara.client.post(f"{DESK}next/", follow=True)
    assert "Nothing waits that you could take" in nothing.content.decode()


def test_every_deed_has_its_button_or_its_sentence(
    agent: Any, question: Question, topics: dict[str, Topic], ann: Person
) -> None:
    mona, cara = agent("Mona", "CSR Manager"), agent("Cara", "CSR")
    for noun, said in (
        ("picking", {}),
        ("return", {}),
        ("assignment", {"to": cara.acting.actor.id}),
        ("topic", {"to": topics["Complaints"].pk}),
        ("open-answer", {"text": "We look into it."}),
        ("resolution", {}),
    ):
        assert mona.do(question, noun, **said).status_code == 303, noun
    spam = desk.ask(Acting.alone(ann), topics["Waste"], text="Buy this.")
    assert mona.do(spam, "setting-aside").status_code == 303
    page = mona.see(mona.at(question))
    assert "it can be read, and nothing else" in page
    third = desk.ask(Acting.alone(ann), topics["Waste"], text="Third.")
    page = cara.see(cara.at(third))
    for why in ("The question is not in the agent", "put into somebody", "it is not chosen"):
        assert why in page
    assert "answers directly" in cara.do(third, "proposal", text="I propose.").content.decode()


def test_what_was_typed_survives_every_refusal(agent: Any, question: Question) -> None:
    cara, mona = agent("Cara", "CSR"), agent("Mona", "CSR Manager")
    cara.client.post(f"{DESK}next/")
    empty = cara.do(question, "answer", text=" ")
    assert (empty.status_code, "Write something first." in empty.content.decode()) == (422, True)
    assert cara.do(question, "draft", text="On Tues").status_code == 303
    assert "On Tues" in cara.see(cara.at(question))
    assert "Cara Desk is writing an answer, too." in mona.see(mona.at(question))
    assert "is writing" in mona.see(mona.at(question, "others"))
    mona.do(question, "resolution")
    late = cara.do(question, "answer", text="On Tuesday at noon.")
    page = late.content.decode()
    assert (late.status_code, "On Tuesday at noon." in page, "it can be read, and nothing else" in page) == (
        403,
        True,
        True,
    )
    assert AnswerDraft.objects.get().text == "On Tuesday at noon."
    assert "On Tuesday at noon." in cara.see(cara.at(question))
    kept = cara.client.post(cara.at(question, "draft"), {"text": ""}, headers={"hx-request": "true"})
    assert (kept.status_code, AnswerDraft.objects.exists()) == (200, False)


def test_a_proposal_is_read_by_those_who_approve_and_sent_once(agent: Any, question: Question) -> None:
    """J16."""
    quinn, rosa, mona = agent("Quinn", "QA CSR"), agent("Rosa", "QA Manager"), agent("Mona", "CSR Manager")
    quinn.client.post(f"{DESK}next/")
    page = quinn.see(quinn.at(question))
    assert ("Submit for approval" in page, "/answer/" in page) == (True, False)
    assert quinn.do(question, "answer", text="On Tuesday.").status_code == 403
    for wrong in ({"text": ""}, {"to": "nowhere"}):  # told that they may not, whatever they typed
        assert quinn.do(question, "answer", **wrong).status_code == 403
    assert AnswerDraft.objects.get().text == "On Tuesday."
    assert quinn.do(question, "proposal", text="Perhaps on Tuesday.").status_code == 303
    assert not AnswerDraft.objects.exists()
    for address in (
        DESK,
        mona.at(question),
        f"{DESK}questions/?state=pending",
        f"{DESK}questions/?state=all",
    ):
        page = mona.see(address)
        assert "Perhaps" not in page
        assert "1 answer waits" not in page
    page = mona.do(question, "approval", text="Mine.").content.decode()
    assert ("Perhaps" in page, "for those who approve them" in page) == (False, True)
    assert "1 answer waits for approval" in rosa.see(DESK)
    assert rosa.see(rosa.at(question)).count("Perhaps on Tuesday.") == 2  # beside each other
    assert rosa.do(question, "rejection", text="").status_code == 422
    assert rosa.do(question, "rejection", text="Say which.").status_code == 303
    assert "Say which." in quinn.see(quinn.at(question))
    assert "Say which." not in mona.see(mona.at(question))
    quinn.do(question, "proposal", text="On Tuesday the 24th.")
    assert rosa.do(question, "approval", text="On Tuesday, 24 November.").status_code == 303
    assert rosa.do(question, "approval", text="Again.").status_code in (403, 409)
    assert [one.sent_text for one in Answer.objects.filter(state="sent")] == ["On Tuesday, 24 November."]
    page = mona.see(mona.at(question))
    assert ("On Tuesday, 24 November." in page, "the 24th" in page) == (True, False)


def test_the_desk_is_also_below_the_mount_of_whoever_is_helped(
    agent: Any, question: Question, ben: Person
) -> None:
    mona = agent("Mona", "CSR Manager")
    mount = mona.client.post("/console/assistances/", {"person": ben.pk})["Location"].rstrip("/")
    mona.root = mount + DESK
    assert f'href="{mona.at(question)}"' in mona.see(f"{mona.root}questions/")
    assert mona.client.post(f"{mona.root}next/")["Location"] == mona.at(question)
    page = mona.see(mona.at(question))
    assert f'action="{mona.at(question, "answer")}"' in page
    assert mona.do(question, "answer", text="On Tuesday.")["Location"] == mona.root


def test_questions_of_other_segments_look_like_none(agent: Any, question: Question, tenant: Tenant) -> None:
    cara = agent("Cara", "CSR")
    cara.acting.actor.segments.clear()
    assert cara.client.get(cara.at(question)).status_code == 404
    assert cara.do(question, "picking").status_code == 404
    assert "When is my bin" not in cara.see(f"{DESK}questions/?state=all")


def test_lists_ask_for_no_row_by_themselves(
    agent: Any, question: Question, topics: dict[str, Topic], ann: Person, ben: Person
) -> None:
    mona = agent("Mona", "CSR Manager")
    mona.client.post(f"{DESK}next/")
    desk.ask(Acting.alone(ann), topics["Waste"], text="One that waits.")
    pages = [DESK, *(f"{DESK}questions/?state={one}" for one in ("waiting", "in-hand", "pending", "all"))]
    before = [queries_of(mona.client, page) for page in pages]
    for topic in ("Waste", "Bulky", "Waste", "Waste"):
        desk.ask(Acting.alone(ben), topics[topic], text="Another.")
    mona.client.post(f"{DESK}next/")
    mona.client.post(f"{DESK}next/")
    assert [queries_of(mona.client, page) for page in pages] == before


def test_an_article_that_everybody_may_read_is_cited(agent: Any, question: Question) -> None:
    kim = Acting.alone(make_person("Kim", "Knows", rights=["knowledge.publish"]))
    carers = Group.objects.create(name="Carers")
    publish(kim, slug="bins", title="When a bin is emptied", body="Out by six.")
    publish(kim, slug="crew", title="How a bin is emptied", body="For the crew.", groups=[carers])
    cara = agent("Cara", "CSR")
    desk.get_next(cara.acting)
    page = cara.see(cara.at(question))
    assert ('<option value="bins">' in page, '<option value="crew">' in page) == (True, False)
    assert cara.do(question, "article", article="crew", text="Hello.").status_code == 404
    cara.do(question, "article", article="bins", text="Hello.")
    said = f"Hello.\n\nWhen a bin is emptied:\nhttp://{cara.acting.actor.tenant.domain}/articles/bins/"
    assert AnswerDraft.objects.get().text == said


def test_a_conversation_is_joined_to_another_and_split_again(
    agent: Any, question: Question, topics: dict[str, Topic], ann: Person
) -> None:
    mona = agent("Mona", "CSR Manager")
    page = mona.see(mona.at(question))
    assert ("Join to another" in page, "conversation of its own" in page) == (False, False)
    other = desk.ask(Acting.alone(ann), topics["Waste"], text="Still full.")
    mine = question.conversation
    page = mona.see(mona.at(other))
    assert f"When is my bin emptied? ({mine.reference})" in page
    assert mona.do(other, "merging", to="").status_code == 422
    assert mona.do(other, "merging", to=str(mine.pk))["Location"] == mona.at(other)
    page = mona.see(mona.at(other))
    assert ("When is my bin emptied?" in page, "Join to another" in page) == (True, False)
    assert mona.do(other, "splitting", subject="The bin again").status_code == 303
    page = mona.see(mona.at(other))
    assert ("The bin again" in page, f"When is my bin emptied? ({mine.reference})" in page) == (True, True)
    assert mona.do(other, "splitting", subject="Once more").status_code == 409


def test_supervisors_see_who_is_at_the_desk(agent: Any, question: Question, ben: Person, topics: Any) -> None:
    """I42: by a word, and in as many statements however many agents there are."""
    cara, mona, quinn = agent("Cara", "CSR"), agent("Mona", "CSR Manager"), agent("Quinn", "QA CSR")
    page = f"{DESK}agents/"
    assert cara.client.get(page).status_code in (403, 404)
    assert page in mona.see(DESK)
    assert page not in cara.see(DESK)
    cara.client.post(f"{DESK}next/")
    shown = mona.see(page)
    assert ("Cara Desk" in shown, "1 working" in shown, "Quinn Desk" in shown) == (True, True, False)
    few = queries_of(mona.client, page)
    desk.ask(Acting.alone(ben), topics["Waste"], text="Another.")
    quinn.client.post(f"{DESK}next/")
    agent("Carl", "CSR")
    assert queries_of(mona.client, page) == few
    alone = mona.client.get(page, headers={"hx-request": "true"}).content.decode()
    assert ("2 working" in alone, "<html" in alone) == (True, False)
