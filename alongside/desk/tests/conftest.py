"""A desk with three topics, and somebody of each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.models import Question, Topic
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
