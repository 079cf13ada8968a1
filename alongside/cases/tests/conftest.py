"""A type of cases, the people with a part in it, and a case of Ann's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import Case, CaseType, Part
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Group, Person
from tests.cast import AGENT, helping, make_person
from tests.council import setup as setup
from tests.council import tenant as tenant


@pytest.fixture
def groups(setup: Acting) -> dict[str, Group]:
    names = ("Waste managers", "Waste monitors", "Waste rescue", "Highways", "Contact centre")
    return {name: people.create_group(setup, name, staff=True) for name in names}


@pytest.fixture
def missed_bin(setup: Acting, groups: dict[str, Group]) -> CaseType:
    plan = cases.Plan(
        "Missed bin",
        groups["Waste managers"],
        pattern="MB-{year}-{number}",
        target=Target(5, Unit.WORKING_DAYS),
        reminder_hours=24,
        stages=("Look for the crew", "Collect"),
        subtypes=("Refuse", "Recycling"),
        tasks=[("Collect", "Order a lorry")],
        parts={
            Part.MONITOR: [groups["Waste monitors"]],
            Part.ESCALATION: [groups["Waste rescue"]],
            Part.REASSIGNMENT: [groups["Highways"]],
            Part.AUTO_ASSIGN: [groups["Highways"]],
        },
    )
    return cases.set_up(setup, "missed-bin", plan)


def staff(name: str, *groups: Group, rights: list[str] | None = None) -> Person:
    person = make_person(name, "Staff", rights=AGENT if rights is None else rights)
    for group in groups:
        group.memberships.create(person=person)
    return person


@pytest.fixture
def mary(groups: dict[str, Group]) -> Person:
    """She manages."""
    return staff("Mary", groups["Waste managers"])


@pytest.fixture
def nora(groups: dict[str, Group]) -> Person:
    """She monitors."""
    return staff("Nora", groups["Waste monitors"])


@pytest.fixture
def case(bob: Person, ann: Person, missed_bin: CaseType) -> Case:
    """Ann's, raised by Bob on the telephone."""
    acting = helping(bob, ann)
    raised = cases.raise_case(acting, missed_bin, title="The bin was not emptied")
    stop(acting)
    return raised


def stop(acting: Acting) -> None:
    assert acting.assistance is not None
    assisting.stop(acting, acting.assistance)


@pytest.fixture
def may_help_staff(setup: Acting) -> Callable[[Person], None]:
    """Gives leave to help colleagues who hold more, as an administrator does."""

    def give(agent: Person) -> None:
        until = clock.now() + timedelta(days=1)
        assisting.grant_to_assist_staff(setup, agent, reason="stands in for colleagues", until=until)

    return give
