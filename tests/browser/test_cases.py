"""Cases in a browser: raised for somebody, worked on, late, closed, and followed by its owner (J10, J13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import Case, CaseType, Part
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Person
from tests.browser.conftest import Walker
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


def test_j10_and_j13_a_case_from_raised_to_closed(walker: Walker, ann: Person, bob: Person) -> None:
    susan = make_person("Susan", "Staff", rights=list(roles.STANDARD["Superuser"]))
    mary = make_person("Mary", "Manager", rights=list(roles.STANDARD["Agent"]))
    house = make_person("House", "Itself", rights=["cases.keep_targets"])
    type = _type(Acting.alone(susan), mary)

    agent = walker(bob)
    agent.go(f"/console/people/{ann.pk}/")
    agent.press("Help Ann Example")
    agent.follow("Cases")
    agent.follow("Raise a case")
    agent.page.get_by_label("Type").select_option(label="Missed bin")
    agent.page.get_by_label("What it is about").fill("The bin was not emptied")
    agent.press("Raise the case")
    case = Case.objects.get()
    assert (case.owner, case.actor) == (ann, bob)

    manager = walker(mary)
    manager.go("/console/cases/")
    manager.go(f"/console/cases/{case.pk}/")
    manager.press("Claim")
    assert "Open" in manager.text()
    acting = Acting.alone(mary)
    cases.extend(acting, case, Target(1, Unit.DAYS), reason="The crew is ill.")
    cases.note(acting, case, "The crew comes on Friday.")
    cases.note_privately(acting, case, "They ring every week.")
    cases.ask(acting, case, "Which colour is the bin?")

    owner = walker(ann, javascript=False)
    owner.page.set_viewport_size({"width": 360, "height": 800})
    owner.go("/cases/")
    owner.follow("The bin was not emptied")
    said = owner.text()
    assert ("Which colour" in said, "on Friday" in said, "every week" in said) == (True, True, False)
    owner.page.get_by_label("Your answer").fill("Green")
    owner.press("Send the answer")
    assert "We mean to be done by" in owner.text()

    with clock.moved(seconds=timedelta(days=40).total_seconds()):
        cases.keep_targets(lambda: Acting.alone(house))
    manager.go("/console/cases/board/")
    manager.press("Move")
    manager.go(f"/console/cases/{case.pk}/")
    assert "Too late" in manager.text()
    manager.page.get_by_text("Close the case").first.click()
    manager.page.get_by_label("Reason for closing").select_option(label="Resolved")
    manager.press("Close the case")

    seen = walker(ann)
    seen.go("/cases/")
    seen.follow("The bin was not emptied")
    seen.page.get_by_label("Well", exact=True).check()
    seen.press("Send")
    assert "You said: Well" in seen.text()
    manager.go("/console/cases/board/")
    manager.go("/console/cases/")
    manager.page.get_by_label("Type (optional)", exact=True).select_option(label="Missed bin")
    manager.press("Find")

    admin = walker(susan)
    today = timezone.localdate()
    admin.go(f"/console/reports/cases/?first={today}&last={today}")
    for page in ("", f"{type.slug}/", f"{type.slug}/letters/", f"{type.slug}/letters/asked/"):
        admin.go(f"/console/case-types/{page}")


def _type(setup: Acting, manager: Person) -> CaseType:
    managers = people.create_group(setup, "Waste managers", staff=True)
    people.add_to_group(setup, manager, managers)
    plan = cases.Plan(
        "Missed bin",
        managers,
        pattern="MB-{year}-{number}",
        target=Target(5, Unit.WORKING_DAYS),
        stages=("Look for the crew", "Collect"),
        parts={Part.EXPORT: [managers]},
    )
    return cases.set_up(setup, "missed-bin", plan)
