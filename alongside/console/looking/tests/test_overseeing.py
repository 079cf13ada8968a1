"""The managers' pages of unusual looking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions.looking import Why
from alongside.people.actions.tests.looking import at, crowd, limit, look_at
from alongside.people.models import Decoy, LookingAlert, LookingLeave, Person, Reason, Tenant
from tests.cast import helping
from tests.council import browser_of, queries_of, resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def susans(susan: Person) -> Client:
    return browser_of(susan)


@pytest.fixture
def morning() -> Iterator[None]:
    """Nine o'clock, so that no test begins before midnight and ends after it."""
    with at(9):
        yield


@pytest.fixture
def alert(tenant: Tenant, bob: Person, morning: None) -> LookingAlert:
    """Bob looked at five people without a contact, which is unusual here."""
    limit(tenant, alone=5)
    look_at(bob, crowd(5), apart=2)
    raised: LookingAlert = LookingAlert.objects.get()
    return raised


def day_path(agent: Person) -> str:
    return f"/console/looking/agents/{agent.pk}/{timezone.localdate(clock.now()):%Y-%m-%d}/"


def test_agents_do_not_know_of_these_pages(alert: LookingAlert, bob: Person) -> None:
    browser = browser_of(bob)
    for path in ("", f"alerts/{alert.pk}/", "decoys/", "limits/"):
        assert browser.get(f"/console/looking/{path}").status_code == 404
    assert browser.get(day_path(bob)).status_code == 404
    assert "Unusual looking" not in browser.get("/console/manage/").content.decode()


def test_the_page_shows_alerts_and_each_agents_numbers(
    alert: LookingAlert, susans: Client, bob: Person, mia: Person, ann: Person
) -> None:
    helping(mia, ann)
    page = susans.get("/console/looking/").content.decode()
    assert "Looked at 5 people without a contact; 5 in a day are unusual</td>" in page
    numbers = page[page.index('id="agents"') :]
    assert numbers.index(f'"{day_path(bob)}">Bob Helper') < numbers.index(f'"{day_path(mia)}">Mia Low')
    assert "Unusual looking" in susans.get("/console/manage/").content.decode()


def test_a_month_adds_up_what_single_days_show(bob: Person, susans: Client) -> None:
    them = crowd(9)
    for days, number in ((-40, 9), (-3, 2), (-2, 6), (-1, 4)):
        with at(9, days=days):
            look_at(bob, them[:number], apart=2)
    page = susans.get("/console/looking/?period=month").content.decode()
    row = page[page.index(">Bob Helper</a>") :]
    cells = {name: row.split(f'data-column="{name}" class="number">')[1].split("<")[0] for name in MONTH}
    assert cells == dict(zip(MONTH, ("12", "12", "3", "4", "6", "0"), strict=True))
    assert susans.get("/console/looking/?period=year").status_code == 404


MONTH = ("People", "Without a contact", "Days", "On a median day", "At most", "Reasons given")


def test_each_reading_is_recorded(alert: LookingAlert, susan: Person, susans: Client, bob: Person) -> None:
    for path in ("/console/looking/", day_path(bob), f"/console/looking/alerts/{alert.pk}/"):
        assert susans.get(path).status_code == 200
    read = Entry.objects.by(susan.ref).of_kinds("people.looking_overseen").oldest_first()
    assert [entry.person_ref for entry in read] == [susan.ref, bob.ref, bob.ref]


def test_a_day_names_everybody_seen_with_reason_and_contact(
    tenant: Tenant, setup: Acting, bob: Person, ann: Person, ben: Person, susans: Client, morning: None
) -> None:
    hidden = resident(setup, "Cora", "Tregenza", segments=[people.create_segment(setup, "Elsewhere")])
    people.join_segment(setup, bob, hidden.segments.get())
    helping(bob, ann)
    look_at(bob, [hidden])
    people.give_reason(Acting.alone(bob), ben, Why(Reason.CHECK, "Two records of one name"))
    page = susans.get(day_path(bob)).content.decode()
    assert "Began to help Ann Example</p>" in page
    assert "Looked at the details of somebody of another segment" in page
    assert "Tregenza" not in page
    assert (
        'Looked at the details of Ben Sample<span class="timeline-note">'
        "No contact · I am checking that a record is right: Two records of one name</span>"
    ) in page


@pytest.mark.parametrize("path", ["2026-13-01", "2026-2-30", "0-1-1"])
def test_a_day_that_never_was_is_not_found(bob: Person, ann: Person, susans: Client, path: str) -> None:
    look_at(bob, [ann])
    assert susans.get(f"/console/looking/agents/{bob.pk}/{path}/").status_code == 404


def test_somebody_who_looks_at_nobody_is_no_agent(ann: Person, susans: Client) -> None:
    assert susans.get(day_path(ann)).status_code == 404


def test_an_alert_is_explained_on_its_page(alert: LookingAlert, susan: Person, susans: Client) -> None:
    path = f"/console/looking/alerts/{alert.pk}/"
    again = susans.post(path, {"explanation": " "})
    assert (again.status_code, "Say what you found out." in again.content.decode()) == (422, True)
    done = susans.post(path, {"explanation": "A list of the housing office"})
    assert (done.status_code, done["Location"]) == (303, "/console/looking/")
    alert.refresh_from_db()
    assert (alert.explanation, alert.explained_by) == ("A list of the housing office", susan)
    page = susans.get("/console/looking/").content.decode()
    assert "Nothing unusual is unexplained" in page
    assert "A list of the housing office (Susan Chief)</td>" in page


def test_ones_own_alert_is_left_to_others(
    tenant: Tenant, susan: Person, susans: Client, morning: None
) -> None:
    limit(tenant, alone=5)
    look_at(susan, crowd(5), apart=2)
    path = f"/console/looking/alerts/{LookingAlert.objects.get().pk}/"
    assert "somebody else has to explain it" in susans.get(path).content.decode()
    refused = susans.post(path, {"explanation": "Nothing"})
    assert (refused.status_code, "somebody else has to look at it" in refused.content.decode()) == (403, True)


def test_alerts_of_agents_of_other_segments_are_not_found(
    alert: LookingAlert, setup: Acting, bob: Person, susans: Client
) -> None:
    bob.segments.set([people.create_segment(setup, "Elsewhere")])
    assert susans.get(f"/console/looking/alerts/{alert.pk}/").status_code == 404
    assert susans.get(day_path(bob)).status_code == 404
    assert "Bob Helper" not in susans.get("/console/looking/").content.decode()


def test_looking_on_is_let_from_the_day(bob: Person, ann: Person, susans: Client) -> None:
    look_at(bob, [ann])
    path = f"/console/looking/agents/{bob.pk}/leave/"
    again = susans.post(path, {"reason": ""})
    assert (again.status_code, "Say why they may look on." in again.content.decode()) == (422, True)
    assert susans.post(path, {"reason": "A mailing went wrong"})["Location"] == day_path(bob)
    assert LookingLeave.objects.get().agent == bob
    assert "Susan Chief let them look on until midnight" in susans.get(day_path(bob)).content.decode()


def test_decoys_are_shown_to_those_who_may_see_them(setup: Acting, mona: Person, susans: Client) -> None:
    crowd(50)
    people.plant_decoys(setup)
    page = susans.get("/console/looking/decoys/").content.decode()
    for number in Decoy.objects.values_list("person_id", flat=True):
        assert f">{number}</td>" in page
    leader = browser_of(mona)
    assert leader.get("/console/looking/").status_code == 200
    assert leader.get("/console/looking/decoys/").status_code == 404


def test_limits_are_changed_and_what_does_not_fit_is_kept(tenant: Tenant, susans: Client) -> None:
    page = susans.get("/console/looking/limits/").content.decode()
    assert 'name="hour" value="40"' in page
    given = dict.fromkeys(("hour", "times", "sample", "alone", "outside", "decoys"), "9")
    given |= {"day": "90", "stop": "180", "opens": "8", "closes": "18", "sample": "x"}
    again = susans.post("/console/looking/limits/", given)
    shown = again.content.decode()
    assert (again.status_code, 'name="sample" value="x"' in shown) == (422, True)
    assert "Enter a whole number from 3 to 30." in shown
    assert susans.post("/console/looking/limits/", given | {"sample": "20"}).status_code == 303
    tenant.refresh_from_db()
    assert tenant.options["looking"]["sample"] == 20


def test_the_page_takes_as_many_statements_for_three_agents_as_for_one(
    bob: Person, mia: Person, susan: Person, ann: Person, susans: Client
) -> None:
    look_at(bob, [ann])
    one = {path: queries_of(susans, path) for path in ("/console/looking/", "/console/looking/?period=month")}
    day = queries_of(susans, day_path(bob))
    for agent in (bob, mia, susan):
        look_at(agent, crowd(2))
    for path, statements in one.items():
        assert queries_of(susans, path) == statements
    assert queries_of(susans, day_path(bob)) == day
