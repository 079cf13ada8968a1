"""Any day of three agents at once: each with two sign-ins, the same four people, whatever is pressed.

`test_any_day` says what one agent's every press leads to. Here nothing is foretold: whatever three of them
did to each other's contacts and people, each helps one person at most and has one contact running, whose
person is whom that agent helps; what is sent is done for whom its page was opened, by whoever sent it; and
every second of a contact is somebody's, once.
"""

from __future__ import annotations

import os
import uuid
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from alongside.assisting import acting
from alongside.assisting.models import Assistance
from alongside.console.assistances.tests.test_any_day import recounted
from alongside.history.models import Entry
from alongside.interactions import actions as interactions
from alongside.interactions.models import Interaction, State
from alongside.lib import clock
from alongside.people.models import Group, Membership, Person, ProfileField, Tenant
from tests.cast import AGENT, make_person, sign_in

BROWSERS = st.tuples(st.integers(0, 2), st.integers(0, 1))  # an agent, and which of their sign-ins
PEOPLE = st.integers(0, 3)
ANY = st.integers(min_value=0, max_value=1000)
NOUNS = st.sampled_from(["pauses", "resumptions", "closing", "acceptance", "refusal"])


@dataclass(frozen=True)
class Page:
    """A page of a person's, open in a tab, that can still be sent."""

    sitting: uuid.UUID
    person: int
    browser: tuple[int, int]


class AnyOffice(RuleBasedStateMachine):
    tenant: Tenant
    agents: tuple[Person, ...]
    people: tuple[Person, ...]

    def __init__(self) -> None:
        super().__init__()
        acting._lately.clear()
        self.undo = ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.browsers: dict[tuple[int, int], Client] = {
            (number, tab): sign_in(self.tenant, agent)
            for number, agent in enumerate(self.agents)
            for tab in range(2)
        }
        self.pages: list[Page] = []
        self.sent = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.close()

    @rule(browser=BROWSERS, person=PEOPLE, switch=st.booleans())
    def help_somebody(self, browser: tuple[int, int], person: int, switch: bool) -> None:
        said = {"person": self.people[person].pk} | ({"switch": "yes"} if switch else {})
        answer = self.browsers[browser].post("/console/assistances/", said)
        assert answer.status_code in {303, 409}
        if answer.status_code == 303:
            sitting = uuid.UUID(answer["Location"].split("/")[2])
            self.browsers[browser].get(f"/for/{sitting}/account/profile/")
            self.pages.append(Page(sitting, person, browser))

    @rule(browser=BROWSERS)
    def stop(self, browser: tuple[int, int]) -> None:
        helped = Assistance.objects.open().filter(agent=self.agents[browser[0]]).first()
        if helped is not None:
            assert self.press(browser, f"/console/assistances/{helped.pk}/ending/") == 303

    @rule(browser=BROWSERS, which=ANY)
    def stop_anothers(self, browser: tuple[int, int], which: int) -> None:
        others = list(Assistance.objects.open().exclude(agent=self.agents[browser[0]]).order_by("pk"))
        if others:
            before = self.helping()
            assert (
                self.press(browser, f"/console/assistances/{others[which % len(others)].pk}/ending/") == 404
            )
            assert self.helping() == before

    @precondition(lambda self: self.pages)
    @rule(which=ANY)
    def send_a_page(self, which: int) -> None:
        page = self.pages[which % len(self.pages)]
        self.sent += 1
        name, before = f"Name{self.sent}", self.names()
        answer = self.browsers[page.browser].post(
            f"/for/{page.sitting}/account/profile/", {"given_name": name}
        )
        if answer.status_code == 303:
            assert self.names() == before | {self.people[page.person].pk: name}
            entry = Entry.objects.order_by("-number")[0]
            told = (entry.person_ref, entry.actor_ref, entry.assistance_id)
            by = self.agents[page.browser[0]]
            assert told == (self.people[page.person].ref, by.ref, page.sitting)
        else:
            assert (answer.status_code, self.names()) == (409, before)

    @rule(browser=BROWSERS, channel=st.sampled_from(["phone", "chat"]))
    def begin(self, browser: tuple[int, int], channel: str) -> None:
        said = {"channel": channel, "service": "benefits"}
        assert self.browsers[browser].post("/console/interactions/", said).status_code == 303

    @rule(browser=BROWSERS, which=ANY, noun=NOUNS)
    def press_something(self, browser: tuple[int, int], which: int, noun: str) -> None:
        """Of their own contacts and of others': those are not there for them."""
        contact = self.contact(which)
        if contact is None:
            return
        status = self.press(browser, f"/console/interactions/{contact.pk}/{noun}/")
        if contact.agent_id != self.agents[browser[0]].pk:
            assert status == 404
            now = Interaction.objects.get(pk=contact.pk)
            assert (now.state, now.agent_id) == (contact.state, contact.agent_id)
        else:
            assert status in {303, 404, 409}

    @rule(browser=BROWSERS, which=ANY, to=st.integers(0, 2))
    def hand_over(self, browser: tuple[int, int], which: int, to: int) -> None:
        contact = self.contact(which)
        if contact is not None:
            said = {"colleague": self.agents[to].pk}
            answer = self.browsers[browser].post(f"/console/interactions/{contact.pk}/hand-overs/", said)
            own = contact.agent_id == self.agents[browser[0]].pk
            assert answer.status_code in ({303, 404, 409, 422} if own else {404})

    @rule(seconds=st.sampled_from([1, 7, 20, 16 * 60]))
    def time_passes(self, seconds: int) -> None:
        """The last is longer than helping lasts without being used."""
        self.undo.enter_context(clock.moved(seconds=seconds))

    @invariant()
    def each_helps_one_person_and_has_one_contact_running_for_them(self) -> None:
        helping = self.helping()
        assert len({agent for agent, _ in helping}) == len(helping)
        running = list(Interaction.objects.running().values_list("agent_id", "person_id"))
        assert len({agent for agent, _ in running}) == len(running)
        whom, late = dict(helping), self.over_by_age()
        for agent, person in running:
            # What is over by its age stays open until the agent's next press in it; what they begin
            # meanwhile is for nobody.
            assert person == whom.get(agent) or (person is None and agent in late)

    @invariant()
    def every_second_is_somebodys_once(self) -> None:
        now = clock.now()
        for one in Interaction.objects.all():
            assert one.spent(now) == recounted(one, now)
        assert interactions.recounted()[0].wrong == 0

    def helping(self) -> list[tuple[int, int]]:
        return sorted(Assistance.objects.open().values_list("agent_id", "person_id"))

    def over_by_age(self) -> set[int]:
        now = clock.now()
        return {one.agent_id for one in Assistance.objects.open() if one.overdue(now) is not None}

    def contact(self, which: int) -> Interaction | None:
        found = list(Interaction.objects.exclude(state=State.CLOSED).order_by("begun_at", "pk"))
        return found[which % len(found)] if found else None

    def press(self, browser: tuple[int, int], address: str) -> int:
        return self.browsers[browser].post(address).status_code

    def names(self) -> dict[int, str]:
        return dict(Person.objects.values_list("pk", "given_name"))


@pytest.mark.django_db
@pytest.mark.looks  # `test_any_day` is on both databases
def test_any_day_of_an_office(tenant: Tenant, bob: Person, ann: Person, ben: Person) -> None:
    ProfileField.objects.create(name="given_name", label="Given name")
    agents = (bob, make_person("Gil", "Second", rights=AGENT), make_person("Pat", "Third", rights=AGENT))
    staff = Group.objects.create(name="STAFF", staff=True)
    for one in agents:
        Membership.objects.create(group=staff, person=one)
    people = (ann, ben, make_person("Cy", "Third"), make_person("Di", "Fourth"))

    run_state_machine_as_test(
        type("Office", (AnyOffice,), {"tenant": tenant, "agents": agents, "people": people}),
        settings=settings(
            max_examples=int(os.environ.get("ALONGSIDE_ANY_OFFICES", "2")),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
