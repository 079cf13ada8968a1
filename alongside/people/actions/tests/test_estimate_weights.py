from __future__ import annotations

import json

import pytest

from alongside.assisting.acting import Acting
from alongside.command import main, population
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.people import actions as people
from alongside.people import matches
from alongside.people.matching.comparing import Aspect, Level
from alongside.people.matching.weighing import USUAL
from alongside.people.models import MatchWeights, Person, Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(setup: Acting) -> None:
    """A town in which many are registered twice, the second time with another telephone."""
    people.register_many(setup, population.people(120, 3))
    for person in list(Person.objects.real()[:90]):
        people.register(
            setup,
            given_name=person.given_name,
            family_name=person.family_name,
            date_of_birth=person.date_of_birth,
            profile={**person.profile, "telephone": "01632 960999", "mobile": ""},
        )


@pytest.mark.usefixtures("twice")
def test_weights_are_learnt_from_those_who_are_registered_twice(setup: Acting) -> None:
    assert matches.weights_here() == USUAL
    job = jobs.run_here(people.estimate_weights(setup, here=True), pause=0)
    kept = MatchWeights.objects.get()
    assert kept.same >= 30
    assert job.told.endswith("are one person, probably.")
    learnt = matches.weights_here()
    assert learnt[Aspect.TELEPHONE][Level.DIFFERENT] > USUAL[Aspect.TELEPHONE][Level.DIFFERENT]
    assert Entry.objects.of_kinds("people.weights_wanted", "people.weights_estimated").count() == 2


def test_the_command_line_says_which_weights_count(
    tenant: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.run(["alongside", "people", "weights", "--json", "--learn", "--tenant", tenant.domain]) == 0
    weights = json.loads(capsys.readouterr().out)
    assert weights["date of birth"]["same"] == 13.0
