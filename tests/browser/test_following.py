"""An open page hears what others do to the thing it shows, and leaves what is typed alone."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.people import roles
from alongside.people.models import Person, Segment
from tests.browser.conftest import Walker
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_two_agents_at_one_question(walker: Walker, ann: Person) -> None:
    susan = make_person("Susan", "Desk", rights=list(roles.STANDARD["Superuser"]))
    mona = make_person("Mona", "Desk", rights=list(roles.STANDARD["CSR Manager"]))
    cara = make_person("Cara", "Desk", rights=list(roles.STANDARD["CSR"]))
    waste = desk.arrange_topic(Acting.alone(susan), Segment.objects.get(), "Waste")
    question = desk.ask(Acting.alone(ann), waste, text="When is my bin emptied?")
    page = f"/console/desk/questions/{question.pk}/"

    managing, answering = walker(mona), walker(cara)
    managing.go(page)
    answering.go("/console/desk/")
    answering.press("Get next")
    news = managing.page.get_by_text("This question was changed since you opened it.")
    news.wait_for()
    assert "Cara Desk got the next question" in managing.text()
    managing.follow("Show it as it is now")
    news.wait_for(state="hidden")

    answering.page.get_by_label("Your answer").fill("On Tues")
    managing.page.get_by_text("Cara Desk is writing an answer, too.").wait_for()
    answering.page.get_by_label("Your answer").fill("On Tuesday.")
    answering.press("Send")
    news.wait_for()
    assert "Cara Desk answered the question" in managing.text()
    managing.page.get_by_text("Cara Desk is writing an answer, too.").wait_for(state="hidden")
    managing.look(managing.page)
