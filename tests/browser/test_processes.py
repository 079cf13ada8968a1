"""The processes to begin with, each from its form to its end, in a real browser (spec J4, J12)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Group, Person, Tenant
from alongside.workflow import actions as workflow
from alongside.workflow import examples
from alongside.workflow.models import Instance, State, Task, TaskDeed
from tests.browser.conftest import Walker
from tests.browser.test_journeys import with_password
from tests.browser.walking import Walk
from tests.cast import AGENT, make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]

OVERSEER = ["console.enter", "workflow.deploy", "workflow.oversee"]


@pytest.fixture
def put_up(house: Tenant) -> Callable[[str], Person]:
    """Puts an example into use; gives an agent who belongs to all of its groups."""

    def made(name: str) -> Person:
        rights = ["forms.publish", "workflow.deploy", "people.create_group"]
        acting = Acting.alone(make_person("Dora", "Deploys", rights=rights))
        agent = make_person("Grace", "Helper", rights=AGENT)
        groups = {group.name: group for group in Group.objects.all()}
        for one in examples.groups_of(name):
            groups[one] = groups.get(one) or people.create_group(acting, one, staff=True)
            groups[one].memberships.create(person=agent)
        examples.put_up(acting, name, groups)
        return agent

    return made


def does_next(walk: Walk, *, form: Callable[[Walk], None] | None = None, ends: str = "") -> None:
    """Claim the next task on the agent's list, and do it."""
    walk.go("/console/tasks/")
    walk.press("Claim the next")
    if form is None:
        walk.press("Done")
        return
    walk.follow("Fill in its form")
    walk.press("Fill in the form")
    form(walk)
    walk.press("Continue")
    walk.press(ends)


def the_instance() -> Instance:
    found: Instance = Instance.objects.get()
    return found


def address_of(walk: Walk) -> None:
    page = walk.page
    page.get_by_label("Address line 1").fill("1 Quay Street")
    page.get_by_label("Town or city").fill("Port Alder")
    page.get_by_label("Postcode").fill("PL4 9AB")


def test_a_blue_badge_from_its_form_to_its_end(
    walker: Walker, put_up: Callable[[str], Person], caller: Person, tmp_path: Path
) -> None:
    grace = put_up("blue-badge")
    proof = tmp_path / "passport.pdf"
    proof.write_bytes(b"%PDF-1.7\n%%EOF\n")
    person = walker(with_password(caller))
    person.go("/forms/blue-badge/")
    person.page.get_by_label("Full name of who").fill("Ann Example")
    person.page.get_by_label("Date of birth").fill("1 2 1950")
    address_of(person)
    person.press("Continue")
    person.page.get_by_label("They get the mobility part").check()
    person.press("Continue")
    person.page.get_by_label("Proof of who they are").set_input_files(proof)
    person.press("Continue")
    person.press("Apply")
    assert "being done" in person.text()
    request = person.path()

    agent = walker(grace)

    def asks(walk: Walk) -> None:
        walk.page.get_by_label("Ask for more evidence").check()
        walk.page.get_by_label("Reason").fill("The letter is missing.")

    does_next(agent, form=asks, ends="Decide")
    person.follow("Tasks")
    person.follow("Send us more evidence")
    person.press("Fill in the form")
    person.page.get_by_label("What shows it").set_input_files(proof)
    person.press("Continue")
    person.press("Send it")
    does_next(agent, form=lambda walk: walk.page.get_by_label("Grant the badge").check(), ends="Decide")
    does_next(agent)
    assert the_instance().state == State.FINISHED
    person.go(request)
    assert "being done" not in person.text()

    overseer = walker(make_person("Olive", "Oversees", rights=OVERSEER))
    overseer.go("/console/manage/")
    overseer.follow("What is under way")
    overseer.follow("Blue badge")
    assert "Print and send the badge" in overseer.text()
    overseer.go("/console/processes/")
    overseer.follow("Blue badge")
    overseer.follow("Put the next version into use")
    drawn = tmp_path / "drawn.bpmn"
    drawn.write_bytes(examples.source("blue-badge").replace(b"28D", b"21D"))
    overseer.page.get_by_label("Diagram").set_input_files(drawn)
    overseer.press("Look at it")
    assert "nothing has to be changed" in overseer.text()
    workflow.start(Acting.alone(caller), "blue-badge", {"street": "14 Quay Street"})
    overseer.press("Put it into use")
    assert "Version 2 of Blue badge is in use." in overseer.text()
    overseer.follow("Take over what goes by older versions")
    assert "Nothing is lost." in overseer.text()
    overseer.page.get_by_label("Take over the process for").check()
    overseer.press("Take over what is chosen")
    assert "1 went over to version 2." in overseer.text()
    overseer.go("/console/instances/")
    overseer.page.get_by_label("Something that was said in it").fill("quay street")
    overseer.press("Look for it")
    overseer.follow("Blue badge")
    assert "14 Quay Street" in overseer.text()


def test_a_missed_bin_from_its_form_to_its_end_without_scripts(
    walker: Walker, put_up: Callable[[str], Person], caller: Person
) -> None:
    grace = put_up("missed-bin")
    person = walker(with_password(caller), javascript=False)
    person.go("/forms/missed-bin/")
    person.page.get_by_label("Garden waste").check()
    person.page.get_by_label("On which day").fill(f"{timezone.localdate(clock.now()):%d %m %Y}")
    person.page.get_by_label("Where does it stand?").fill("1 Quay Street")
    person.page.get_by_label("Yes").check()
    person.press("Continue")
    person.press("Report it")
    agent = walker(grace, javascript=False)

    def not_out(walk: Walk) -> None:
        walk.page.get_by_label("No", exact=True).check()
        walk.press("Continue")  # without scripts, what the answer calls for is asked next
        walk.page.get_by_label("It was not out").check()

    does_next(agent, form=not_out, ends="It is done")
    person.go("/tasks/")
    person.follow("Put the bin out and tell us")
    person.press("Fill in the form")
    person.page.get_by_label("Yes").check()
    person.press("Continue")
    person.press("Tell us")
    does_next(agent, form=lambda walk: walk.page.get_by_label("Yes").check(), ends="It is done")
    assert the_instance().state == State.FINISHED


def test_a_change_of_address_begun_by_an_agent_for_somebody(
    walker: Walker, put_up: Callable[[str], Person], caller: Person
) -> None:
    """The person is its initiator and the agent their proxy; alone, there is none (spec J4). While helping,
    the agent sees the tasks of whoever is helped, and alone their own (spec J12)."""
    grace = put_up("change-of-address")
    agent = walker(grace)
    agent.go(f"/console/people/{caller.pk}/")
    agent.press("Help Ann Example")
    mount = agent.path().partition("forms/")[0]
    agent.go(f"{mount}forms/change-of-address/")
    address_of(agent)
    agent.page.get_by_label("From which day?").fill(f"{timezone.localdate(clock.now()):%d %m %Y}")
    agent.press("Continue")
    agent.page.get_by_label("Council tax").check()
    agent.page.get_by_label("Parking permits").check()
    agent.press("Continue")
    agent.press("Tell them")
    instance = the_instance()
    assert (instance.person_id, instance.initiator_proxy) == (caller.pk, "Grace Helper")
    agent.follow("Tasks")
    assert "Nothing to do" in agent.text()
    agent.go(f"{mount}console/tasks/")
    assert "Tasks of Ann Example" in agent.text()
    agent.press("Stop")

    agent.go("/console/tasks/")
    assert "Check the new address" in agent.text()

    def knows_it(walk: Walk) -> None:
        walk.page.get_by_label("Yes").check()

    does_next(agent, form=knows_it, ends="Go on")
    for _ in range(2):
        does_next(agent)
    instance.refresh_from_db()
    assert instance.state == State.FINISHED
    assert {one.proxy_user for one in TaskDeed.objects.select_related("person", "actor")} == {""}
    assert set(Task.objects.values_list("state", flat=True)) == {"done"}
    agent.go(f"/console/instances/{instance.pk}/")
    assert "Claimed by Grace Helper" in agent.text()
