"""An agent's day in a browser: J5 of the specification, the pages of a contact, and reports."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.interactions.actions import calls
from alongside.interactions.models import Interaction, Share, State
from alongside.people.models import Group, Kind, Membership, Person
from tests.browser.conftest import Walker
from tests.cast import AGENT, make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


@pytest.fixture
def gil(bob: Person) -> Person:
    gil = make_person("Gil", "Second", rights=[*AGENT, "interactions.report"])
    staff = Group.objects.create(name="Front desk", staff=True)
    for one in (bob, gil):
        Membership.objects.create(group=staff, person=one)
    make_person("Una", "Grouped", rights=AGENT)
    return gil


def test_j5_contacts_are_paused_resumed_and_handed_over(
    walker: Walker, bob: Person, caller: Person, ben: Person, gil: Person
) -> None:
    agent = walker(bob)
    agent.go("/console/")
    agent.press("Begin")
    first = Interaction.objects.get()
    agent.go(f"/console/people/{caller.pk}/")
    agent.press("Help Ann Example")
    agent.page.keyboard.press("p")
    agent.page.get_by_role("button", name="Resume").first.wait_for()
    agent.go("/console/")
    agent.press("Begin")
    agent.go(f"/console/assistances/new/?person={ben.pk}")
    agent.page.get_by_role("button").filter(has_text="Ben Sample").first.click()
    agent.page.wait_for_load_state()
    agent.go("/console/day/")
    agent.press("Resume")
    assert "Helping Ann Example" in agent.page.title()
    states = {one.pk: (one.state, one.person_id) for one in Interaction.objects.all()}
    assert states.pop(first.pk) == (State.RUNNING, caller.pk)
    assert list(states.values()) == [(State.PAUSED, ben.pk)]

    agent.go(f"/console/interactions/{first.pk}/")
    offered = agent.page.get_by_label("Colleague").inner_text()
    assert ("Gil Second" in offered, "Una Grouped" in offered) == (True, False)
    agent.page.get_by_label("Colleague").select_option(label="Gil Second")
    agent.press("Hand over")

    colleague = walker(gil)
    colleague.go("/console/day/")
    colleague.press("Take it over")
    colleague.page.get_by_label("How did it end?").select_option(label="Resolved")
    colleague.press("Close the contact")

    first.refresh_from_db()
    assert (first.state, first.agent, first.wrap_up) == (State.CLOSED, gil, "resolved")
    assert {one.agent for one in Share.objects.filter(interaction=first)} <= {bob}
    for page in ("", "assists/", "board/", "schedules/"):
        today = first.begun_at.date()
        colleague.go(f"/console/reports/{page}?first={today}&last={today}")


def test_a_call_rings_at_the_agent_who_is_called_and_is_answered_by_keyboard(
    walker: Walker, bob: Person, caller: Person, gil: Person
) -> None:
    make_person("system:telephony", "", rights=["interactions.announce_call"], kind=Kind.SYSTEM)
    arranging = make_person("Theo", "Telephonist", rights=["console.enter", "interactions.make_call_key"])
    key, _ = calls.make_call_key(Acting.alone(arranging), "Exchange")
    bobs, gils = walker(bob), walker(gil)
    for each in (bobs, gils):
        each.go("/console/")

    calls.announce(key, agent="bob", number="tel:+441632960123")
    bobs.page.get_by_role("link", name="Open it").wait_for(timeout=20_000)
    gils.page.wait_for_timeout(1_000)  # as long as it may have taken to come here, too
    assert gils.page.get_by_role("link", name="Open it").count() == 0

    bobs.page.keyboard.press("a")
    bobs.page.get_by_role("heading", name="A call from +441632960123").wait_for()
    bobs.look(bobs.page)
    bobs.page.keyboard.press("a")
    bobs.page.get_by_role("link", name="Ann Example").first.wait_for()
    assert "1632" not in bobs.page.url
    contact = Interaction.objects.get(agent=bob)
    assert (contact.state, contact.channel) == (State.RUNNING, "phone")
