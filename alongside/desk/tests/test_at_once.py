"""Many agents press Get Next at the same moment: nobody gets what another got (J20)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.models import Question
from alongside.lib import tenancy
from alongside.people import roles
from alongside.people.models import Person, Segment, Tenant
from tests.cast import make_person
from tests.cast import tenant as tenant  # its rows are committed

pytestmark = pytest.mark.committed

AGENTS, QUESTIONS = 6, 20


def test_nobody_gets_what_another_got(tenant: Tenant, ann: Person) -> None:
    arranger = Acting.alone(make_person("Susan", "Super", rights=list(roles.STANDARD["Superuser"])))
    topic = desk.arrange_topic(arranger, Segment.objects.get(), "Waste")
    for number in range(QUESTIONS):
        desk.ask(Acting.alone(ann), topic, text=f"Question {number}")
    agents = [
        make_person(f"Agent{number}", "Desk", rights=list(roles.STANDARD["CSR"])) for number in range(AGENTS)
    ]

    def get_all(agent: Person) -> list[object]:
        got: list[object] = []
        try:
            with tenancy.within(tenant.pk):
                acting = Acting.alone(Person.objects.get(pk=agent.pk))
                while True:
                    got += [question.pk for question in desk.get_next(acting)]
        except desk.NothingWaits:
            return got
        finally:
            connection.close()

    with ThreadPoolExecutor(AGENTS) as pool:
        hands = list(pool.map(get_all, agents))
    taken = [number for hand in hands for number in hand]
    assert len(taken) == len(set(taken)) == QUESTIONS
    assert not Question.objects.waiting().exists()
