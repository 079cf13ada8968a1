"""Any day of an agent: two sign-ins, four people, two colleagues, whatever is pressed in whatever order.

A model says what each press must lead to. After every one: whom the agent helps, which contact runs
and for whom, and the time of each are what the model says; and what is sent from a page, however old,
is done for the person the page was opened for, or not at all (security.md T-08).
"""

from __future__ import annotations

import os
import uuid
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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
from alongside.history.models import Entry
from alongside.interactions.models import Interaction, State, Total
from alongside.interactions.timer import whole
from alongside.lib import clock
from alongside.people.models import Group, Membership, Person, ProfileField, Tenant
from tests.cast import AGENT, make_person, sign_in

SIGN_INS = st.sampled_from([0, 1])
PEOPLE = st.sampled_from([0, 1, 2, 3])
COLLEAGUES = st.sampled_from([0, 1])
ANY = st.integers(min_value=0, max_value=1000)


@dataclass
class Sitting:
    """Whom the agent helps, as the model has it."""

    number: uuid.UUID
    person: int
    sign_in: int
    forgotten: bool = False


@dataclass
class Contact:
    number: uuid.UUID
    state: State
    person: int | None
    owner: int | None = None  # the colleague who has it; nobody: the agent


@dataclass(frozen=True)
class Page:
    """A page of a person's, open in some tab of a sign-in, that can still be sent."""

    sitting: uuid.UUID
    person: int
    sign_in: int


class AnyDay(RuleBasedStateMachine):
    tenant: Tenant
    agent: Person
    people: tuple[Person, ...]
    colleagues: tuple[Person, ...]

    def __init__(self) -> None:
        super().__init__()
        acting._lately.clear()
        self.undo = ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.browsers: list[Client] = [sign_in(self.tenant, self.agent) for _ in range(2)]
        self.theirs: list[Client] = [sign_in(self.tenant, one) for one in self.colleagues]
        self.sitting: Sitting | None = None
        self.contacts: list[Contact] = []
        self.pages: list[Page] = []
        self.sent = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.close()

    # ── What the agent does ───────────────────────────────────────────────────────────────────────

    @rule(browser=SIGN_INS, person=PEOPLE, switch=st.booleans())
    def help_somebody(self, browser: int, person: int, switch: bool) -> None:
        said = {"person": self.people[person].pk} | ({"switch": "yes"} if switch else {})
        answer = self.browsers[browser].post("/console/assistances/", said)

        self.forget()
        if self.sitting and (self.sitting.person, self.sitting.sign_in) == (person, browser):
            assert (answer.status_code, answer["Location"]) == (303, f"/for/{self.sitting.number}/")
        elif self.sitting and not switch:
            assert answer.status_code == 409
        else:
            assert answer.status_code == 303
            self.began(browser, person, answer["Location"])
            self.follow(person)

    @precondition(lambda self: self.sitting)
    @rule(browser=SIGN_INS)
    def stop(self, browser: int) -> None:
        assert self.sitting is not None
        answer = self.browsers[browser].post(f"/console/assistances/{self.sitting.number}/ending/")

        assert answer.status_code == 303
        self.stopped()

    @precondition(lambda self: self.sitting)
    @rule()
    def open_a_page(self) -> None:
        assert self.sitting is not None
        page = Page(self.sitting.number, self.sitting.person, self.sitting.sign_in)
        answer = self.browsers[page.sign_in].get(f"/for/{page.sitting}/account/profile/")

        assert answer.status_code == (409 if self.sitting.forgotten else 200)
        if self.sitting.forgotten:
            self.stopped()
        self.pages.append(page)

    @precondition(lambda self: self.pages)
    @rule(which=ANY)
    def send_a_page(self, which: int) -> None:
        """From any tab, however old: done for its own person, or not at all."""
        page = self.pages[which % len(self.pages)]
        self.sent += 1
        name, before = f"Name{self.sent}", self.profiles()
        answer = self.browsers[page.sign_in].post(
            f"/for/{page.sitting}/account/profile/", {"given_name": name}
        )

        usable = self.sitting and self.sitting.number == page.sitting and not self.sitting.forgotten
        if usable:
            assert answer.status_code == 303
            entry = Entry.objects.order_by("-number")[0]
            assert (entry.person_ref, entry.actor_ref, entry.assistance_id) == (
                self.people[page.person].ref,
                self.agent.ref,
                page.sitting,
            )
            assert self.profiles() == before | {page.person: name}
        else:
            assert answer.status_code == 409
            assert name in answer.content.decode()
            assert self.profiles() == before
            if self.sitting and self.sitting.number == page.sitting:
                self.stopped()

    @precondition(lambda self: self.sitting)
    @rule(browser=SIGN_INS)
    def go_on(self, browser: int) -> None:
        assert self.sitting is not None
        answer = self.browsers[browser].post(f"/console/assistances/{self.sitting.number}/use/")

        assert answer.status_code == 303
        self.forget()

    @rule(browser=SIGN_INS, channel=st.sampled_from(["phone", "chat"]))
    def begin(self, browser: int, channel: str) -> None:
        said = {"channel": channel, "service": "benefits"}
        answer = self.browsers[browser].post("/console/interactions/", said)

        assert answer.status_code == 303
        self.pause_running()
        number = Interaction.objects.running().get().pk
        helped = self.sitting.person if self.sitting and not self.sitting.forgotten else None
        self.contacts.append(Contact(number, State.RUNNING, helped))

    @precondition(lambda self: self.contacts)
    @rule(browser=SIGN_INS, which=ANY)
    def pause(self, browser: int, which: int) -> None:
        contact = self.press(browser, which, "pauses")
        if contact.owner is None and contact.state == State.RUNNING:
            contact.state = State.PAUSED

    @precondition(lambda self: self.contacts)
    @rule(browser=SIGN_INS, which=ANY)
    def close(self, browser: int, which: int) -> None:
        contact = self.press(browser, which, "closing")
        if contact.owner is None:
            contact.state = State.CLOSED

    @precondition(lambda self: self.contacts)
    @rule(browser=SIGN_INS, which=ANY)
    def resume(self, browser: int, which: int) -> None:
        contact = self.contacts[which % len(self.contacts)]
        if contact.owner is not None:
            self.press(browser, which, "resumptions")
            return
        if contact.state != State.PAUSED:
            self.press(browser, which, "resumptions")
            return
        self.press(browser, which, "resumptions")

        replaced = self.pause_running()
        contact.state = State.RUNNING
        now = self.sitting if self.sitting and not self.sitting.forgotten else None
        if contact.person is None:
            if now and replaced:
                self.stopped()
            elif now:
                contact.person = now.person
        elif now is None or (now.person, now.sign_in) != (contact.person, browser):
            opened = Assistance.objects.open().get()
            self.began(browser, contact.person, f"/for/{opened.pk}/")

    @precondition(lambda self: self.contacts)
    @rule(browser=SIGN_INS, which=ANY, colleague=COLLEAGUES)
    def hand_over(self, browser: int, which: int, colleague: int) -> None:
        contact = self.own(which)
        if contact is None:
            return
        said = {"colleague": self.colleagues[colleague].pk}
        address = f"/console/interactions/{contact.number}/hand-overs/"
        answer = self.browsers[browser].post(address, said)

        assert answer.status_code == 303
        if contact.state != State.CLOSED:
            contact.state, contact.owner = State.PAUSED, colleague

    @precondition(lambda self: self.contacts)
    @rule(which=ANY, noun=st.sampled_from(["refusal", "acceptance", "closing", "pauses"]))
    def a_colleague_answers(self, which: int, noun: str) -> None:
        """Gives it back, takes it over or closes it; or presses what cannot be done with it."""
        contact = self.contacts[which % len(self.contacts)]
        if contact.owner is None:
            return
        answer = self.theirs[contact.owner].post(f"/console/interactions/{contact.number}/{noun}/")
        assert answer.status_code == 303
        now = Interaction.objects.get(pk=contact.number)
        if noun == "closing":
            contact.state = State.CLOSED
        elif noun == "refusal" and now.agent_id == self.agent.pk:
            contact.owner = None

    @rule(seconds=st.integers(min_value=1, max_value=20))
    def time_passes(self, seconds: int) -> None:
        self.undo.enter_context(clock.moved(seconds=seconds))

    @rule()
    def lunch(self) -> None:
        """Longer than helping lasts without being used; a contact that runs, runs on."""
        self.undo.enter_context(clock.moved(minutes=16))
        if self.sitting:
            self.sitting.forgotten = True

    # ── What must be true whatever was done ───────────────────────────────────────────────────────

    @invariant()
    def one_person_is_helped_at_most(self) -> None:
        opened = [(one.pk, one.person_id) for one in Assistance.objects.open()]
        expected = self.sitting and (self.sitting.number, self.people[self.sitting.person].pk)
        assert opened == ([expected] if expected else [])

    @invariant()
    def one_contact_runs_at_most_and_for_whom_is_helped(self) -> None:
        stored = {one.pk: (one.state, one.person_id) for one in Interaction.objects.all()}
        assert stored == {
            one.number: (one.state, None if one.person is None else self.people[one.person].pk)
            for one in self.contacts
        }
        assert sum(one.state == State.RUNNING for one in self.contacts) <= 1
        owners = dict(Interaction.objects.values_list("pk", "agent_id"))
        assert owners == {
            one.number: (self.agent if one.owner is None else self.colleagues[one.owner]).pk
            for one in self.contacts
        }

    @invariant()
    def time_adds_up(self) -> None:
        """To the second, against a naive recount of the log."""
        now = clock.now()
        for interaction in Interaction.objects.all():
            assert interaction.spent(now) == recounted(interaction, now)

    @invariant()
    def sums_hold_what_was_closed(self) -> None:
        """Each agent's own time, and no second twice or nobody's."""
        closed = Interaction.objects.filter(state=State.CLOSED)
        spent = sum(one.seconds_spent for one in closed)
        for kind in ("all", "agent"):
            sums = Total.objects.filter(kind=kind, span="d").values_list("contacts", "seconds")
            assert (sum(one for one, _ in sums), sum(time for _, time in sums)) == (len(closed), spent)

    # ── The model ─────────────────────────────────────────────────────────────────────────────────

    def began(self, browser: int, person: int, location: str) -> None:
        number = uuid.UUID(location.split("/")[2])
        assert number not in {page.sitting for page in self.pages}
        assert self.sitting is None or number != self.sitting.number
        self.sitting = Sitting(number, person, browser)

    def stopped(self) -> None:
        self.sitting = None
        self.follow(None)

    def forget(self) -> None:
        """A sitting that was forgotten ends when somebody asks."""
        if self.sitting and self.sitting.forgotten:
            self.stopped()

    def follow(self, person: int | None) -> None:
        for contact in self.contacts:
            if contact.state == State.RUNNING:
                contact.person = person

    def pause_running(self) -> bool:
        running = [contact for contact in self.contacts if contact.state == State.RUNNING]
        for contact in running:
            contact.state = State.PAUSED
        return bool(running)

    def press(self, browser: int, which: int, noun: str) -> Contact:
        contact = self.contacts[which % len(self.contacts)]
        answer = self.browsers[browser].post(f"/console/interactions/{contact.number}/{noun}/")
        assert answer.status_code == (303 if contact.owner is None else 404)
        return contact

    def own(self, which: int) -> Contact | None:
        contact = self.contacts[which % len(self.contacts)]
        return contact if contact.owner is None else None

    def profiles(self) -> dict[int, str]:
        names = dict(Person.objects.values_list("pk", "given_name"))
        return {number: names[person.pk] for number, person in enumerate(self.people)}


ENDING = ("interactions.paused", "interactions.closed", "interactions.handed_over")


def recounted(interaction: Interaction, now: datetime) -> timedelta:
    """The time of a contact, from what was recorded of it."""
    spent, since = timedelta(), None
    for entry in Entry.objects.filter(about__endswith=str(interaction.pk)).order_by("number"):
        if entry.kind in ("interactions.begun", "interactions.resumed"):
            since = entry.at
        elif entry.kind in ENDING and since is not None:
            spent, since = spent + (whole(entry.at) - whole(since)), None
    return spent if since is None else spent + (whole(now) - whole(since))


@pytest.mark.django_db
def test_any_day_of_an_agent(tenant: Tenant, bob: Person, ann: Person, ben: Person) -> None:
    ProfileField.objects.create(name="given_name", label="Given name")
    colleagues = (make_person("Gil", "Second", rights=AGENT), make_person("Pat", "Third", rights=AGENT))
    staff = Group.objects.create(name="STAFF", staff=True)
    for one in (bob, *colleagues):
        Membership.objects.create(group=staff, person=one)
    cast: dict[str, Any] = {
        "tenant": tenant,
        "agent": bob,
        "people": (ann, ben, make_person("Cy", "Third"), make_person("Di", "Fourth")),
        "colleagues": colleagues,
    }

    run_state_machine_as_test(
        type("Day", (AnyDay,), cast),
        settings=settings(
            max_examples=int(os.environ.get("ALONGSIDE_ANY_DAYS", "8")),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
