"""A desk with three topics, and somebody of each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.actions.mailboxes import Wanted, set_mailbox
from alongside.desk.models import Mailbox, Question, Topic
from alongside.people import roles
from alongside.people.models import Person, Segment
from tests.cast import make_person
from tests.council import setup as setup
from tests.council import tenant as tenant

Staffed = Callable[[str, str], Acting]


@pytest.fixture
def segment(setup: Acting) -> Segment:
    found: Segment = Segment.objects.get()
    return found


@pytest.fixture
def topics(setup: Acting, segment: Segment) -> dict[str, Topic]:
    """Waste; below it Bulky, which asks for a skill; and Complaints, which people do not choose."""
    waste = desk.arrange_topic(setup, segment, "Waste")
    lorries = desk.create_skill(setup, "Lorries")
    return {
        "Waste": waste,
        "Bulky": desk.arrange_topic(setup, segment, "Bulky", parent=waste, skills=[lorries]),
        "Complaints": desk.arrange_topic(setup, segment, "Complaints", public=False),
    }


@pytest.fixture
def staffed(setup: Acting) -> Staffed:
    """Somebody of a standard role, by a name of their own."""

    def make(name: str, role: str) -> Acting:
        return Acting.alone(make_person(name, "Desk", rights=list(roles.STANDARD[role])))

    return make


@pytest.fixture
def question(ann: Person, topics: dict[str, Topic]) -> Question:
    return desk.ask(Acting.alone(ann), topics["Waste"], text="When is my bin emptied?")


@pytest.fixture
def mailbox(setup: Acting, topics: dict[str, Topic]) -> Mailbox:
    wanted = Wanted(
        topic=topics["Waste"],
        address="desk@council.example",
        name="Port Alder Council",
        host="127.0.0.1",
        port=1,
        security="none",
        username="desk",
        password="only-for-tests",
        checked_by="mx.council.example",
        acknowledgement="We have received your e-mail.",
    )
    return set_mailbox(setup, wanted)
