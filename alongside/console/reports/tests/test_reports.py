"""The pages of reports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.interactions import actions
from alongside.interactions.models import ReportSchedule
from alongside.interactions.tests.test_reports import LEAD, bring, closed
from alongside.lib import clock
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, helping, make_person, sign_in
from tests.council import queries_of

pytestmark = pytest.mark.django_db

REPORTS = "/console/reports/"


@pytest.fixture
def lead(tenant: Tenant) -> Person:
    return make_person("Lena", "Lead", rights=LEAD, email="lena@example.org")


@pytest.fixture
def lenas(tenant: Tenant, lead: Person) -> Client:
    return sign_in(tenant, lead)


def test_a_report_is_shown_and_taken_along(lenas: Client, lead: Person) -> None:
    yesterday = clock.now() - timedelta(days=1)
    bring(closed(lead, yesterday), closed(lead, yesterday, channel="chat"))

    page = lenas.get(REPORTS).content.decode()

    assert ("Lena Lead" in page, "Live chat" in page, "Contacts by weekday and hour" in page) == (True,) * 3
    said = {"first": yesterday.date().isoformat(), "last": yesterday.date().isoformat()}
    for format in ("csv", "xlsx"):
        answer = lenas.post(f"{REPORTS}files/", said | {"format": format})
        assert (answer.status_code, format in answer["Content-Disposition"]) == (200, True)
    assert lenas.post(f"{REPORTS}files/", said | {"format": "pdf"}).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "first=2026-02-01&last=2026-01-01",
        "first=yesterday&last=2026-01-01",
        "first=1000-01-01&last=2026-01-01",
        "first=0001-01-01&last=0001-01-02",
        "first=2026-01-01",
    ],
)
@pytest.mark.parametrize("page", ["", "assists/"])
def test_days_that_cannot_be_meant_are_said(lenas: Client, page: str, asked: str) -> None:
    answer = lenas.get(f"{REPORTS}{page}?{asked}")

    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)


def test_days_without_contacts_say_so(lenas: Client) -> None:
    assert "No contact was closed" in lenas.get(REPORTS).content.decode()
    assert "Nobody was helped" in lenas.get(f"{REPORTS}assists/").content.decode()


def test_who_was_helped_is_counted(tenant: Tenant, lenas: Client, bob: Person, ann: Person) -> None:
    helping(bob, ann)
    today = clock.now().date()

    page = lenas.get(f"{REPORTS}assists/?first={today}&last={today + timedelta(days=1)}").content.decode()

    assert ("Ann Example" in page, "Bob Helper" in page) == (True, True)


def test_the_board_is_drawn_alone_for_its_own_asking(lenas: Client, bob: Person) -> None:
    actions.begin(Acting.alone(bob), channel="phone", service="benefits")

    whole = lenas.get(f"{REPORTS}board/").content.decode()
    alone = lenas.get(f"{REPORTS}board/", headers={"HX-Request": "true"}).content.decode()

    assert ("Bob Helper" in whole, "<html" in whole) == (True, True)
    assert ("Bob Helper" in alone, "<html" in alone) == (True, False)


def test_a_report_is_asked_for_by_mail(lenas: Client, lead: Person) -> None:
    assert lenas.post(f"{REPORTS}schedules/", {"every": "hour"}).status_code == 422
    assert lenas.post(f"{REPORTS}schedules/", {"every": "week"}).status_code == 303
    (schedule,) = ReportSchedule.objects.all()
    assert "Each Monday" in lenas.get(f"{REPORTS}schedules/").content.decode()

    assert lenas.post(f"{REPORTS}schedules/{schedule.pk}/end/").status_code == 303
    assert lenas.post(f"{REPORTS}schedules/{schedule.pk}/end/").status_code == 404


def test_whoever_has_no_address_is_told(tenant: Tenant) -> None:
    lead = make_person("Nora", "Nowhere", rights=LEAD)

    answer = sign_in(tenant, lead).post(f"{REPORTS}schedules/", {"every": "week"})

    assert (answer.status_code, "no e-mail address" in answer.content.decode()) == (422, True)


def test_reports_take_as_many_statements_however_much_there_is(
    lenas: Client, lead: Person, ann: Person
) -> None:
    def more(name: str) -> None:
        agent = make_person(name, "Agent", rights=AGENT)
        yesterday = clock.now() - timedelta(days=1)
        bring(closed(agent, yesterday, service=name), closed(agent, yesterday, channel="chat"))
        actions.begin(helping(agent, ann), channel="phone", service="roads")

    more("One")
    once = [queries_of(lenas, f"{REPORTS}{page}") for page in ("", "assists/", "board/")]
    more("Two")
    more("Three")
    assert [queries_of(lenas, f"{REPORTS}{page}") for page in ("", "assists/", "board/")] == once
