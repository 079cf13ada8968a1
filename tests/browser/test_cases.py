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
from alongside.people.models import Kind, Person
from tests.browser.conftest import Walker
from tests.browser.walking import Walk
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


def test_j10_and_j13_a_case_from_raised_to_closed(walker: Walker, ann: Person, bob: Person) -> None:
    susan = make_person("Susan", "Staff", rights=list(roles.STANDARD["Superuser"]))
    mary = make_person("Mary", "Manager", rights=list(roles.STANDARD["Agent"]))
    house = make_person(
        "system:setup", "", rights=["cases.keep_targets", "cases.raise_for"], kind=Kind.SYSTEM
    )
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
    manager.press("Done")
    assert "Not needed" not in manager.text()
    soon = timezone.localdate() + timedelta(days=20)
    manager.page.get_by_text("Make an appointment").first.click()
    meeting = manager.page.locator("form[action$='/appointments/']")
    meeting.get_by_label("Day").fill(soon.isoformat())
    meeting.get_by_label("Time").fill("10:30")
    meeting.get_by_label("Where").fill("12 High Street")
    meeting.get_by_label("Who keeps it").select_option(label="Mary Manager")
    manager.press("Make an appointment", within=meeting)
    assert "12 High Street" in manager.text()
    manager.go("/console/cases/")
    manager.follow("My appointments")
    manager.follow("To that week")
    assert "12 High Street" in manager.text()
    manager.go("/console/tasks/")
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
    owner.page.get_by_text("It does not suit me").click()
    owner.page.get_by_label("I need another time").check()
    owner.page.get_by_label("Which days and times suit you?").fill("Fridays after four")
    owner.press("Send", within=owner.page.locator("form[action*='/appointments/']"))
    assert "We will be in touch." in owner.text()
    owner.page.get_by_label("Your answer").fill("Green")
    owner.press("Send the answer")
    assert "We mean to be done by" in owner.text()

    with clock.moved(seconds=timedelta(days=40).total_seconds()):
        cases.keep_targets(lambda: Acting.alone(house))
    manager.go("/console/cases/")
    manager.page.get_by_label(f"Choose {case.reference}").check()
    manager.page.get_by_label("What to do with the cases that are chosen").select_option("close")
    manager.press("Go on")
    manager.page.get_by_label("Reason for closing").select_option(label="Withdrawn")
    manager.press("Go on")
    assert "This can be done to 1 of 1 case" in manager.text()
    manager.go("/console/cases/board/")
    manager.press("Move")
    manager.go(f"/console/cases/{case.pk}/")
    assert "Too late" in manager.text()
    manager.page.get_by_text("Close the case").first.click()
    manager.page.get_by_label("Reason for closing").select_option(label="Resolved")
    manager.press("Close the case")

    _reported_by_a_visitor(walker, ann, manager)

    seen = walker(ann)
    seen.go("/cases/?in=closed")
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
    for page in (
        "",
        f"{type.slug}/",
        f"{type.slug}/letters/",
        f"{type.slug}/letters/asked/",
        f"{type.slug}/routines/new/",
    ):
        admin.go(f"/console/case-types/{page}")
    admin.go("/console/options/")
    admin.go("/console/cases/new/")


def _reported_by_a_visitor(walker: Walker, ann: Person, manager: Walk) -> None:
    """Without an account; and where those who work on it find it on the map."""
    visitor = walker(ann)
    visitor.context.clear_cookies()
    visitor.go("/")
    visitor.follow("Missed bin")
    visitor.press("Send the report")
    assert "Enter your name." in visitor.text()
    visitor.page.get_by_label("What is it about?").fill("Glass in the park")
    visitor.page.get_by_label("Your name").fill("Zoe van Dyke")
    visitor.page.get_by_label("Your telephone number").fill("01632 960100")
    visitor.page.get_by_label("Place on the map").fill("50.3755, -4.1427")
    visitor.press("Send the report")
    assert "Somebody looks at it and takes it on." in visitor.text()
    visitor.go("/report/")

    manager.go("/console/cases/map/?type=missed-bin")
    assert "Glass in the park" in manager.text()
    manager.go(f"/console/cases/{Case.objects.get(title='Glass in the park').pk}/")
    manager.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    manager.look(manager.page)


def _type(setup: Acting, manager: Person) -> CaseType:
    managers = people.create_group(setup, "Waste managers", staff=True)
    people.add_to_group(setup, manager, managers)
    plan = cases.Plan(
        "Missed bin",
        managers,
        pattern="MB-{year}-{number}",
        target=Target(5, Unit.WORKING_DAYS),
        stages=("Look for the crew", "Collect"),
        tasks=[("", "Ring the crew"), ("Collect", "Order a lorry")],
        parts={Part.EXPORT: [managers]},
        anybody=True,
    )
    return cases.set_up(setup, "missed-bin", plan)
