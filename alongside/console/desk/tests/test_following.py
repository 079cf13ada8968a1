"""An open page of a question hears what others do to it, and nothing of proposals that it does not show."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from alongside.console.desk.tests.conftest import DESK
from alongside.desk.models import Question
from alongside.history.models import Entry

pytestmark = pytest.mark.django_db


def heard(agent: Any, question: Question, after: int) -> list[tuple[str, str]]:
    """The events since a number: the name, and what is said."""
    answer = agent.client.get(agent.at(question, "stream"), {"after": after})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/event-stream")
    found = re.findall(r"event: (.+)\ndata: (.+)\n", answer.content.decode())
    return [(name, json.loads(data).get("said", "")) for name, data in found]


def now() -> int:
    number: int = Entry.objects.newest_first().values_list("number", flat=True)[0]
    return number


def test_others_hear_that_somebody_writes_and_what_was_done(agent: Any, question: Question) -> None:
    cara, mona = agent("Cara", "CSR"), agent("Mona", "CSR Manager")
    opened = now()
    cara.client.post(f"{DESK}next/")
    reference = question.conversation.reference
    got = ("news", f"Cara Desk got the next question, {reference}")
    assert heard(mona, question, opened) == [got]
    cara.do(question, "draft", text="On Tues")
    assert heard(mona, question, opened) == [got, ("writing", "")]
    assert heard(cara, question, opened) == [got]  # one's own writing is no news
    page = mona.see(mona.at(question))
    assert f'data-follows="{mona.at(question, "stream")}" data-after="{now()}"' in page
    assert heard(mona, question, now()) == []
    assert heard(mona, question, -1) == heard(mona, question, 0)


def test_of_proposals_only_those_hear_who_see_them(agent: Any, question: Question) -> None:
    quinn, rosa, mona = agent("Quinn", "QA CSR"), agent("Rosa", "QA Manager"), agent("Mona", "CSR Manager")
    quinn.client.post(f"{DESK}next/")
    opened = now()
    quinn.do(question, "proposal", text="On Tuesday.")
    rosa.do(question, "rejection", text="Say which.")
    assert heard(mona, question, opened) == []
    assert [name for name, _ in heard(rosa, question, opened)] == ["news", "news"]
    quinn.do(question, "proposal", text="On Tuesday the 24th.")
    before = now()
    rosa.do(question, "approval", text="On Tuesday the 24th.")
    assert heard(mona, question, before) == [("news", "")]
    assert "approved an answer" in heard(quinn, question, before)[0][1]


def test_whoever_may_not_open_a_question_hears_nothing_of_it(agent: Any, question: Question) -> None:
    cara = agent("Cara", "CSR")
    assert heard(cara, question, 0) == []
    cara.acting.actor.segments.clear()
    assert cara.client.get(cara.at(question, "stream")).status_code == 404
