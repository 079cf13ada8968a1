"""The page of one's own appointments: those alone, by week, for whoever keeps them (spec C30)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Appointment, Case, How, Part, TypeGroup
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.portal.tests.doors import text_of
from tests.cast import make_person
from tests.council import browser_of

pytestmark = pytest.mark.django_db

PAGE = "/console/cases/appointments/"


@pytest.fixture
def vic(setup: Acting, case: Case) -> Person:
    """Keeps appointments of missed bins, and has no other part in them."""
    group = people.create_group(setup, "Waste visitors", staff=True)
    TypeGroup.objects.create(type=case.type, group=group, part=Part.APPOINTMENT)
    vic = make_person("Vic", "Visitor", rights=["console.enter"])
    people.add_to_group(setup, vic, group)
    return vic


def made(case: Case, by: Person, keeper: Person | None, days: int = 1) -> Appointment:
    begins = clock.now().replace(microsecond=0) + timedelta(days=days)
    meeting = cases.Meeting(How.PLACE, begins, where="12 High Street", about="Show the bin", keeper=keeper)
    fresh = Case.objects.get(pk=case.pk)
    return cases.appoint(Acting.alone(by), fresh, meeting)


def week_of(met: Appointment) -> str:
    return f"{PAGE}?week={timezone.localdate(met.begins_at)}"


def test_the_week_shows_ones_own_and_their_file(case: Case, mary: Person, vic: Person) -> None:
    mine, nobodys = made(case, mary, vic), made(case, mary, None, days=2)
    browser = browser_of(vic)
    page = browser.get(week_of(mine)).content.decode()
    for said in (case.reference, "12 High Street", "Show the bin", "Ann Example", mine.when):
        assert said in page
    assert (nobodys.when in page, f'href="/console/cases/{case.pk}/"' in page) == (False, False)
    file = browser.get(f"{PAGE}{mine.pk}/calendar/")
    assert (file.status_code, file["Content-Type"]) == (200, "text/calendar")
    # Others' are not there, also for those who manage the case.
    assert browser_of(mary).get(f"{PAGE}{mine.pk}/calendar/").status_code == 404
    assert browser.get(f"{PAGE}{nobodys.pk}/calendar/").status_code == 404
    assert "You keep no appointment" in text_of(browser_of(mary).get(week_of(mine)))


def test_an_empty_week_leads_to_the_next_that_is_not(case: Case, mary: Person, vic: Person) -> None:
    far = made(case, mary, vic, days=30)
    browser = browser_of(vic)
    page = browser.get(PAGE).content.decode()
    assert f"The next one is on {far.when}." in page
    assert week_of(far) in page
    for odd in ("2026-02-31", "x", "9999-12-31", "0001-01-01"):
        assert browser.get(PAGE, {"week": odd}).status_code == 200


def test_the_case_opens_to_whom_it_opens(case: Case, mary: Person) -> None:
    mine = made(case, mary, mary)
    assert f'href="/console/cases/{case.pk}/"' in browser_of(mary).get(week_of(mine)).content.decode()


def test_somebody_is_chosen_on_the_page_of_the_case(case: Case, mary: Person, vic: Person) -> None:
    browser, page = browser_of(mary), f"/console/cases/{case.pk}/"
    begins = timezone.localtime(clock.now() + timedelta(days=3))
    said = {
        "how": "place",
        "day": f"{begins:%Y-%m-%d}",
        "time": f"{begins:%H:%M}",
        "minutes": "30",
        "where": "12 High Street",
        "keeper": vic.pk,
    }
    assert browser.post(f"{page}appointments/", said).status_code == 303
    assert "kept by Vic Visitor" in text_of(browser.get(page))
    refused = browser.post(f"{page}appointments/", said)
    assert (refused.status_code, "Vic Visitor has another appointment then" in text_of(refused)) == (
        422,
        True,
    )
    assert browser.post(f"{page}appointments/", said | {"keeper": mary.pk}).status_code == 422
    assert Appointment.objects.count() == 1
