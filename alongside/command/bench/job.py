"""The main job, request by request: find somebody, look at them, help them, hand in a form, stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from django.test import Client
from django.utils import timezone

from alongside.command.bench.browser import ELSEWHERE, OK, Page, Statuses, Unexpected
from alongside.command.demo.answering import answers
from alongside.forms import reading
from alongside.forms.models import FormVersion
from alongside.forms.schema import Definition
from alongside.lib import clock
from alongside.people.models import Person

STEPS = ("find", "open", "start", "form", "submit", "stop")
FORM = "permit"


class Door(Protocol):
    """A way to the product's pages."""

    def get(self, path: str, *, wanted: Statuses = OK) -> Page: ...
    def post(self, path: str, fields: dict[str, str], *, wanted: Statuses = ELSEWHERE) -> Page: ...


class InProcess:
    """The product's pages without a server, so that what it says to the database can be noted."""

    def __init__(self, agent: Person, host: str) -> None:
        self.client = Client(HTTP_HOST=host, HTTP_ORIGIN=f"http://{host}", HTTP_SEC_FETCH_SITE="same-origin")
        self.client.force_login(agent)

    def get(self, path: str, *, wanted: Statuses = OK) -> Page:
        return self._page("GET", path, self.client.get(path), wanted)

    def post(self, path: str, fields: dict[str, str], *, wanted: Statuses = ELSEWHERE) -> Page:
        return self._page("POST", path, self.client.post(path, fields), wanted)

    def _page(self, method: str, path: str, answer: object, wanted: Statuses) -> Page:
        status: int = answer.status_code  # type: ignore[attr-defined]  # the test client's own kind of answer
        if status not in wanted:
            raise Unexpected(
                f"alongside: {method} {path} answered {status} instead of {wanted[0]}, in process."
            )
        headers, content = answer.headers, answer.content  # type: ignore[attr-defined]  # as above
        return Page(status, headers.get("Location", ""), content.decode())


@dataclass
class Job:
    """One agent doing the main job for one person; each method is one request, `fill` some."""

    door: Door
    person: Person
    definition: Definition
    pages: str = ""  # where the person's pages are while they are helped
    draft: str = ""

    def find(self) -> None:
        asked = f"{self.person.family_name} {self.person.value('postcode')}"
        page = self.door.post("/console/people/results/", {"q": asked}, wanted=OK)
        if f"/people/{self.person.pk}/" not in page.text:
            raise Unexpected(f"alongside: “{asked}” did not find {self.person.name}.")

    def open(self) -> None:
        self.door.get(f"/console/people/{self.person.pk}/")

    def start(self) -> None:
        self.pages = self.door.post("/console/assistances/", {"person": str(self.person.pk)}).location

    def form(self) -> None:
        self.door.get(f"{self.pages}forms/{FORM}/")

    def fill(self) -> None:
        """The pages between the first and the last; not a step of its own."""
        at = f"{self.pages}forms/{FORM}/"
        for page in self.definition.pages:
            typed = answers(page, self.person, Random(1), timezone.localdate(clock.now()))
            fields = {name: reading.listed(value)[0] for name, value in typed.items() if value}
            at = self.door.post(at, {**fields, "then": "next"}).location
        self.draft = at
        self.door.get(at)

    def submit(self) -> None:
        self.door.post(self.draft, {})

    def stop(self) -> None:
        assistance = self.pages.strip("/").split("/")[-1]
        self.door.post(f"/console/assistances/{assistance}/ending/", {})


@dataclass
class Jobs:
    """Jobs for one person after the other, in an order that is the same for every door."""

    people: list[Person]
    definition: Definition = field(default_factory=lambda: _definition())

    def job(self, door: Door, round_: int) -> Job:
        return Job(door, self.people[round_ % len(self.people)], self.definition)


def _definition() -> Definition:
    version: FormVersion = FormVersion.objects.newest_of(FORM).get()
    return version.schema
