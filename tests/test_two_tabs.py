"""Two tabs, two people: no submit is ever recorded for the wrong person (security.md T-08, G14).

Every interleaving of helping A or B, switching, stopping, opening one's own pages, handing in and going
back over two tabs is walked through the real pages: four steps deep, or ALONGSIDE_TAB_STEPS; three on
PostgreSQL, where every step takes twice as long and is answered by the same code. Where two walks have led
to the same situation, it is gone on from once. A page handed in must be recorded for the person it was
opened for, or not at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.forms import actions as forms
from alongside.forms.models import Submission
from alongside.people.models import Person, Tenant
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("ALONGSIDE_TAB_STEPS", "4"))
DEPTH = {"sqlite": STEPS, "postgres": 3}
SUBMITS = {"sqlite": 80, "postgres": 15}
ONE_QUESTION = {
    "pages": [
        {"title": "Report", "items": [{"type": "text", "name": "what", "label": "What", "required": True}]}
    ]
}


@dataclass(frozen=True)
class Page:
    """A form that stands in a tab: whose it is, and the sitting it was opened in."""

    person: int
    mount: str  # "/for/…/", or "/" for one's own


Tabs = tuple[Page | None, Page | None]


@dataclass(frozen=True)
class Situation:
    """What the agent has before them; `shown` and `before` are the pages of each tab."""

    shown: Tabs = (None, None)
    before: Tabs = (None, None)

    def load(self, tab: int, page: Page | None) -> Situation:
        return replace(
            self, shown=_put(self.shown, tab, page), before=_put(self.before, tab, self.shown[tab])
        )


@dataclass
class World:
    client: Client
    agent: Person
    people: list[Person]
    submits: int = 0
    seen: set[object] = field(default_factory=set)

    def walk(self, situation: Situation, left: int) -> None:
        """Take every step from here, each in a savepoint that is rolled back afterwards."""
        for tab in (0, 1):
            for step in self.steps(situation, tab):
                cookies = deepcopy(self.client.cookies)
                savepoint = transaction.savepoint()
                after = self.take(step, situation, tab)
                known = (self.meaning(after), left)
                if left > 1 and known not in self.seen:
                    self.seen.add(known)
                    self.walk(after, left - 1)
                transaction.savepoint_rollback(savepoint)
                self.client.cookies = cookies

    def steps(self, situation: Situation, tab: int) -> Iterator[str]:
        yield from ("help 0", "help 1", "own")
        if self.sitting() is not None:
            yield "stop"
        if situation.shown[tab] is not None:
            yield "submit"
        if situation.before[tab] is not None:
            yield "back"

    def take(self, step: str, situation: Situation, tab: int) -> Situation:
        name, _, which = step.partition(" ")
        if name == "help":
            return situation.load(tab, self.help(self.people[int(which)]))
        if name == "own":
            return situation.load(tab, Page(self.agent.pk, "/"))
        if name == "stop":
            sitting = self.sitting()
            assert sitting is not None
            assert self.client.post(f"/console/assistances/{sitting.pk}/ending/").status_code == 303
            return situation.load(tab, None)
        if name == "back":
            return replace(situation, shown=_put(situation.shown, tab, situation.before[tab]))
        page = situation.shown[tab]
        assert page is not None
        self.submit(page)
        return situation

    def help(self, person: Person) -> Page:
        answer = self.client.post("/console/assistances/", {"person": person.pk, "switch": "yes"})
        assert answer.status_code == 303
        return Page(person.pk, answer["Location"])

    def submit(self, page: Page) -> None:
        """Hand in the page as it stands in its tab, and look at what was recorded."""
        self.submits += 1
        before = set(Submission.objects.values_list("pk", flat=True))
        alive = page.mount == "/" or self.is_open(page)
        answer = self.client.post(f"{page.mount}forms/report/", {"what": "A lamp is out", "then": "next"})
        if answer.status_code == 303:
            answer = self.client.post(answer["Location"])
        made = Submission.objects.exclude(pk__in=before)
        expected = [(page.person, self.agent.pk)] if alive else []
        assert list(made.values_list("person", "actor")) == expected
        assert answer.status_code == (303 if alive else 409)

    def sitting(self) -> Assistance | None:
        found: Assistance | None = Assistance.objects.open().first()
        return found

    def is_open(self, page: Page) -> bool:
        sitting = self.sitting()
        return sitting is not None and page.mount == f"/for/{sitting.pk}/"

    def meaning(self, situation: Situation) -> str:
        """The situation without its ids. Which tab is the left one, and which person is A, makes no
        difference to anybody, so of the equal descriptions one stands for all."""
        sitting = self.sitting()
        tabs = list(zip(situation.shown, situation.before, strict=True))
        return min(self._told(sitting.person_id if sitting else None, order) for order in (tabs, tabs[::-1]))

    def _told(self, helped: int | None, tabs: list[Tabs]) -> str:
        names: dict[int | None, str] = {None: "nobody", self.agent.pk: "oneself"}

        def name(person: int | None) -> str:
            return names.setdefault(person, f"person {len(names)}")

        pages = [
            f"{name(page.person)} {page.mount == '/' or self.is_open(page)}" if page else "nothing"
            for tab in tabs
            for page in tab
        ]
        return f"{name(helped)}: {pages}"


def _put(
    pages: tuple[Page | None, Page | None], tab: int, page: Page | None
) -> tuple[Page | None, Page | None]:
    return (page, pages[1]) if tab == 0 else (pages[0], page)


def test_no_submit_is_recorded_for_the_wrong_person(
    tenant: Tenant, bob: Person, ann: Person, ben: Person, vendor: str
) -> None:
    editor = make_person("Edda", "Editor", rights=["forms.publish"])
    forms.publish(Acting.alone(editor), slug="report", title="Report", definition=ONE_QUESTION)
    world = World(sign_in(tenant, bob), bob, [ann, ben])

    world.walk(Situation(), DEPTH[vendor])

    sys.stdout.write(
        f"{world.submits} pages handed in, {len(world.seen)} situations, {DEPTH[vendor]} steps deep\n"
    )
    assert world.submits > SUBMITS[vendor]
