"""A question in a browser: articles that may answer it appear while it is typed."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.models import Question
from alongside.knowledge import actions as knowledge
from alongside.people import roles
from alongside.people.models import Person, Segment, Tenant
from tests.browser.conftest import Walker
from tests.browser.test_journeys import with_password
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


def test_articles_are_suggested_while_a_question_is_typed(
    walker: Walker, house: Tenant, caller: Person
) -> None:
    setup = Acting.alone(make_person("Adele", "Admin", rights=list(roles.STANDARD["Administrator"])))
    desk.arrange_topic(setup, Segment.objects.get(), "Waste")
    knowledge.publish(setup, slug="bins", title="Missed bins", body="Tell us within two days.")
    resident = walker(with_password(caller))
    resident.go("/questions/new/")

    resident.page.get_by_label("What is it about?").select_option("Waste")
    resident.page.get_by_label("Your question").press_sequentially("You missed my bin")
    resident.page.get_by_role("link", name="Missed bins").wait_for()
    resident.look(resident.page)
    resident.press("Send the question")

    assert Question.objects.get().text == "You missed my bin"
