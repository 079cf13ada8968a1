"""An open page of a case hears what others do to it: what the page shows to whoever looks, and no more."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case
from alongside.history.models import Entry
from alongside.history.watching import number_of_last
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person, sign_in
from tests.council import browser_of

pytestmark = pytest.mark.django_db


def heard(browser: Client, page: str, after: int) -> list[str]:
    """What is said of what happened since a number."""
    answer = browser.get(f"{page}stream/", {"after": after})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/event-stream")
    return [
        json.loads(data)["said"] for data in re.findall(r"event: news\ndata: (.+)", answer.content.decode())
    ]


def now() -> int:
    number: int = Entry.objects.newest_first().values_list("number", flat=True)[0]
    return number


def test_what_others_did_since_the_page_was_opened(case: Case, mary: Person) -> None:
    browser, page = browser_of(mary), f"/console/cases/{case.pk}/"
    assert (
        f'data-follows="{page}stream/" data-after="{number_of_last(case)}"'
        in browser.get(page).content.decode()
    )
    opened = now()
    cases.claim(Acting.alone(mary), case)
    cases.note_privately(Acting.alone(mary), case, "They ring every week.")
    told = heard(browser, page, opened)
    assert (len(told), mary.name in told[0], "every week" in str(told)) == (2, True, False)
    assert heard(browser, page, now()) == []
    last = browser.get(f"{page}stream/", {"after": 0}, headers={"Last-Event-ID": str(now())})
    assert "event:" not in last.content.decode()  # what the browser heard last counts


def test_whoever_sees_it_by_the_owners_part_hears_what_owners_see_without_a_word_of_what(
    case: Case, mary: Person, ann: Person, tenant: Tenant
) -> None:
    agent = make_person("Agatha", "Helper", rights=AGENT)
    browser = sign_in(tenant, agent)
    mount = browser.post("/console/assistances/", {"person": ann.pk})["Location"].rstrip("/")
    page = f"{mount}/console/cases/{case.pk}/"
    assert browser.get(page).status_code == 200
    opened = now()
    cases.note_privately(Acting.alone(mary), case, "They ring every week.")
    assert heard(browser, page, opened) == []
    cases.note(Acting.alone(mary), case, "The crew comes on Friday.")
    views = Entry.objects.of_kinds("cases.viewed").count()
    assert heard(browser, page, opened) == [""]
    assert Entry.objects.of_kinds("cases.viewed").count() == views  # nothing was shown
