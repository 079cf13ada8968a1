"""What the pages of the main job say to the database: as many statements, however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.people.models import Person, Tenant
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db

BEFORE = 3  # times that all of it was done before, so that every list has something in it
FORM = {
    "pages": [
        {"title": "Report", "items": [{"type": "text", "name": "what", "label": "What", "required": True}]}
    ]
}


class Job:
    """Bob helps one person to report something; `said` counts what each page says to the database."""

    def __init__(self, client: Client, person: Person) -> None:
        self.client, self.person = client, person
        self.said: dict[str, int] = {}

    def do(self) -> dict[str, int]:
        self.ask("open", "GET", f"/console/people/{self.person.pk}/")
        pages = self.ask("start", "POST", "/console/assistances/", person=str(self.person.pk))
        self.ask("form", "GET", f"{pages}forms/report/")
        summary = self.ask("fill", "POST", f"{pages}forms/report/", what="A lamp", then="next")
        self.ask("check", "GET", summary)
        self.ask("submit", "POST", summary)
        self.ask("stop", "POST", f"/console/assistances/{pages.split('/')[-2]}/ending/")
        return self.said

    def ask(self, name: str, method: str, path: str, **fields: str) -> str:
        with CaptureQueriesContext(connection) as queries:
            answer = self.client.generic(
                method,
                path,
                "&".join(f"{field}={value}" for field, value in fields.items()),
                content_type="application/x-www-form-urlencoded",
            )
        assert answer.status_code in (200, 303), (name, answer.status_code)
        transactions = ("BEGIN", "SAVEPOINT", "RELEASE", "SELECT set_config")
        self.said[name] = sum(not query["sql"].startswith(transactions) for query in queries)
        return answer.headers.get("Location", "")


@pytest.fixture
def browser(tenant: Tenant, bob: Person) -> Client:
    editor = make_person("Edda", "Editor", rights=["forms.publish"])
    forms.publish(Acting.alone(editor), slug="report", title="Report", definition=FORM)
    return sign_in(tenant, bob)


def test_a_page_says_as_much_when_there_is_more(browser: Client, ann: Person, ben: Person) -> None:
    Job(browser, ben).do()  # what a process learns once is learnt

    once = Job(browser, ann).do()
    for _ in range(BEFORE):
        again = Job(browser, ann).do()

    assert {name: again[name] - said for name, said in once.items() if again[name] > said} == {}


def test_the_pages_of_the_main_job_say_this_much(browser: Client, ann: Person, vendor: str) -> None:
    for _ in range(BEFORE):
        said = Job(browser, ann).do()

    # PostgreSQL reads and advances the head within the call that appends.
    head = 1 if vendor == "sqlite" else 0
    assert {name: said[name] for name in ("form", "check", "submit")} == {
        "form": 9,
        "check": 8,  # one of them asks whether somebody looks at it together with the person
        "submit": 16 + head,  # one asks whether it is the form of a task, one who hands it in
    }
