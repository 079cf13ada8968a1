"""An agent asks an expert outside, who replies by a link and without an account (spec I33)."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.people import roles
from alongside.people.models import Kind, Person, Segment
from tests.browser.conftest import Walker
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


def test_an_expert_is_asked_replies_and_is_quoted(walker: Walker, ann: Person) -> None:
    susan = make_person("Susan", "Desk", rights=list(roles.STANDARD["Superuser"]))
    make_person("system:setup", "", rights=["desk.carry_mail"], kind=Kind.SYSTEM)
    waste = desk.arrange_topic(Acting.alone(susan), Segment.objects.get(), "Waste")
    question = desk.ask(Acting.alone(ann), waste, text="What is this white powder in my bin?")

    cara = walker(make_person("Cara", "Desk", rights=list(roles.STANDARD["CSR"])))
    cara.go("/console/desk/")
    cara.press("Get next")
    cara.page.get_by_text("Ask an expert outside").first.click()
    asking = cara.page.locator("form[action$='/forwarding/']")
    asking.get_by_label("Their name").fill("Erna Expert")
    asking.get_by_label("Their e-mail address").fill("nowhere")
    asking.get_by_label("What you ask them").fill("Is it toxic? The crew comes on Friday.")
    cara.press("Ask an expert outside", within=asking)
    assert "Enter an e-mail address such as" in cara.text()
    asking.get_by_label("Their e-mail address").fill("erna@lab.example")
    cara.press("Ask an expert outside", within=asking)
    link = cara.page.locator("a[href*='/questions/experts/']").get_attribute("href")
    assert link is not None

    visitor = walker(None)
    visitor.go("/questions/experts/" + link.partition("/questions/experts/")[2])
    erna = walker(None, javascript=False)
    erna.page.set_viewport_size({"width": 360, "height": 800})
    erna.go("/questions/experts/" + link.partition("/questions/experts/")[2])
    assert ("white powder" in erna.text(), "Ann" in erna.text()) == (True, False)
    erna.press("Send the reply")
    assert "There is a problem" in erna.text()
    erna.page.get_by_label("Your reply").fill("It is flour, and harmless.")
    erna.press("Send the reply")
    assert "Thank you." in erna.text()

    cara.go(f"/console/desk/questions/{question.pk}/")
    cara.page.get_by_label("Your answer").fill("Dear Ann,")
    cara.press("Put it into the answer")
    assert cara.page.get_by_label("Your answer").input_value() == "Dear Ann,\n\nIt is flour, and harmless."
    cara.press("Send")
    erna.go("/questions/experts/" + link.partition("/questions/experts/")[2])
    assert "Page not found" in erna.text()
