"""Setting up types of cases."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.cases import actions as cases
from alongside.cases import references
from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import Case, CaseType, ChoiceKind, Part, Phase
from alongside.people import actions as people
from alongside.people.checking import Misfit
from alongside.people.models import Group, Person

pytestmark = pytest.mark.django_db


def test_a_type_is_changed_and_keeps_what_was_chosen(
    setup: Acting, missed_bin: CaseType, groups: dict[str, Group]
) -> None:
    plan = cases.Plan("Missed bins", groups["Waste managers"], stages=("Collect", "Check"))
    changed = cases.set_up(setup, "missed-bin", plan)
    assert (changed.pk, changed.name) == (missed_bin.pk, "Missed bins")
    before = {one.name: one.pk for one in missed_bin.offered(ChoiceKind.STAGE)}
    after = changed.offered(ChoiceKind.STAGE)
    assert [one.name for one in after] == ["Collect", "Check"]
    assert after[0].pk == before["Collect"]
    assert changed.groups_with(Part.MONITOR) == frozenset()


def test_time_is_not_counted_in_another_unit_while_cases_wait(
    setup: Acting, case: Case, missed_bin: CaseType, mary: Person, groups: dict[str, Group]
) -> None:
    in_hours = cases.Plan("Missed bin", groups["Waste managers"], target=Target(8, Unit.HOURS))
    asked = cases.ask(Acting.alone(mary), case, "Which bin?")
    with pytest.raises(Misfit, match="1 case waits for its owner with time left in working days"):
        cases.set_up(setup, "missed-bin", in_hours)
    cases.withdraw_asking(Acting.alone(mary), asked)
    assert cases.set_up(setup, "missed-bin", in_hours).target == Target(8, Unit.HOURS)


WRONG = [
    ({"name": " "}, "name"),
    ({"pattern": "MB"}, "pattern"),
    ({"pattern": "{who}{random}"}, "pattern"),
    ({"statuses": [("New", Phase.NEW)]}, "statuses"),
    ({"reasons": ()}, "reasons"),
    ({"stages": ("One", "one ")}, "stages"),
    ({"target": Target(-1, Unit.DAYS)}, "target"),
    ({"reminder_hours": 5}, "reminder_hours"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG, ids=[field for _, field in WRONG])
def test_a_plan_that_cannot_be_is_told_so(
    setup: Acting, groups: dict[str, Group], wrong: dict[str, object], field: str
) -> None:
    planned = {"name": "Graffiti", "manager_group": groups["Highways"], **wrong}
    with pytest.raises(Misfit) as said:
        cases.set_up(setup, "graffiti", cases.Plan(**planned))  # type: ignore[arg-type]  # wrong on purpose
    assert set(said.value.errors) == {field}
    assert not CaseType.objects.exists()


def test_only_staff_groups_have_a_part(setup: Acting, groups: dict[str, Group]) -> None:
    club = people.create_group(setup, "Book club")
    with pytest.raises(Misfit):
        cases.set_up(setup, "books", cases.Plan("Books", club))
    with pytest.raises(Misfit):
        cases.set_up(setup, "books", cases.Plan("Books", groups["Highways"], parts={Part.MONITOR: [club]}))


def test_agents_set_up_nothing(bob: Person, groups: dict[str, Group]) -> None:
    with pytest.raises(Refused):
        cases.set_up(Acting.alone(bob), "graffiti", cases.Plan("Graffiti", groups["Highways"]))


def test_a_retired_type_raises_no_more_cases(setup: Acting, missed_bin: CaseType, bob: Person) -> None:
    cases.retire_type(setup, missed_bin)
    with pytest.raises(Refused):
        cases.raise_case(Acting.alone(bob), missed_bin, title="A bin")


@pytest.mark.parametrize("pattern", ["MB-{year}-{number}", "{random}", "A/{number}.{year}"])
def test_references_fit_their_pattern(pattern: str) -> None:
    assert references.problem(pattern) is None
    assert len(references.drawn(pattern, year=2026, number=7)) <= references.LONGEST
