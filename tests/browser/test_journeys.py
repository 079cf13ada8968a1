"""The journeys of the main job, as people walk them: J1, J2, J3 and J8 of the specification."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from alongside.forms.models import Submission
from alongside.history import goss
from alongside.history.models import Entry
from alongside.people.models import Person
from tests.browser.conftest import Walker
from tests.browser.walking import Walk
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.committed]

AUDITED = ("people.details_viewed", "assisting.started", "assisting.stopped")


def with_password(person: Person) -> Person:
    person.password = make_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def fill_permit(walk: Walk, plate: str = "AB12 CDE") -> None:
    """From the first page of the permit to the reference."""
    walk.page.get_by_label("Registration number").fill(plate)
    walk.press("Continue")
    walk.page.get_by_label("Street").fill("Harbour Road")
    walk.press("Continue")
    walk.press("Hand in")


def begin_permit(walk: Walk) -> None:
    walk.follow("Forms")
    walk.follow("Parking permit")


def test_j1_from_a_phone_call_to_a_form(
    walker: Walker, bob: Person, caller: Person, javascript: bool
) -> None:
    agent = walker(bob, javascript=javascript)
    agent.go("/console/?q=01632 960123")
    assert "960123" not in agent.page.url
    agent.follow("Ann Example")
    agent.press("Help Ann Example")
    assert "Helping Ann Example" in agent.page.title()
    begin_permit(agent)
    fill_permit(agent)
    agent.press("Stop")
    assert "Helping" not in agent.page.title()

    submission = Submission.objects.get()
    assert (submission.person, submission.actor) == (caller, bob)
    entries = list(Entry.objects.filter(kind__in=AUDITED).order_by("number"))
    records: list[Any] = [goss.audit_record(entry)["subject"] for entry in entries]
    assert [(record["event"], record["userId"], record["customerUserId"]) for record in records] == [
        ("View details", bob.pk, caller.pk),
        ("Start assist", bob.pk, caller.pk),
        ("Stop assist", bob.pk, caller.pk),
    ]
    event = goss.history_event(Entry.objects.get(kind="forms.submitted"))
    assert (event["event"], event["userId"], event["proxyUserId"]) == ("Form Submitted", caller.pk, bob.pk)

    person = walker(with_password(caller), javascript=javascript)
    person.follow("My account")
    assert "Parking permit" in person.text()
    person.follow("Who acted for me")
    assert "Bob Helper" in person.text()


def test_j2_helping_opens_nothing_and_closes_nothing(
    walker: Walker, bob: Person, manager: Person, javascript: bool
) -> None:
    agent = walker(bob, javascript=javascript)
    agent.go(f"/console/people/{manager.pk}/")
    agent.press("Help Hal Resources")
    mount = agent.path()

    agent.go(mount + "articles/salaries/")
    assert "Page not found" in agent.text()
    agent.go(mount + "articles/rota/")
    assert "Who is on when." in agent.text()
    agent.go(mount + "articles/")
    assert "Salaries" not in agent.text()


def test_j3_each_finishes_what_the_other_saved(
    walker: Walker, bob: Person, caller: Person, javascript: bool
) -> None:
    person = walker(with_password(caller), javascript=javascript)
    begin_permit(person)
    person.page.get_by_label("Registration number").fill("AB12 CDE")
    person.press("Save and finish later")

    agent = walker(bob, javascript=javascript)
    agent.go(f"/console/people/{caller.pk}/")
    agent.press("Help Ann Example")
    agent.follow("My account")
    agent.follow("Continue")
    assert agent.page.get_by_label("Registration number").input_value() == "AB12 CDE"
    fill_permit(agent)

    begin_permit(agent)
    agent.page.get_by_label("Registration number").fill("ZZ99 ZZZ")
    agent.press("Save and finish later")
    person.follow("My account")
    person.follow("Continue")
    assert person.page.get_by_label("Registration number").input_value() == "ZZ99 ZZZ"
    fill_permit(person, "ZZ99 ZZZ")

    first, second = (
        goss.history_event(entry) for entry in Entry.objects.filter(kind="forms.submitted").order_by("number")
    )
    assert (first["userId"], first["proxyUserId"]) == (caller.pk, bob.pk)
    assert (second["userId"], second["proxyUserId"]) == (caller.pk, None)


def test_j8_a_form_knows_whose_it_is(walker: Walker, bob: Person, caller: Person, javascript: bool) -> None:
    agent = walker(bob, javascript=javascript)
    alone = variables_on(agent, "/forms/whose/")
    agent.go(f"/console/people/{caller.pk}/")
    agent.press("Help Ann Example")
    mount = agent.path()
    while_helping = variables_on(agent, mount + "forms/whose/")
    disabled = variables_on(agent, mount + "forms/own/")

    agents_own = [str(bob.pk), "Bob Helper", "", ""]
    assert alone == disabled == agents_own
    assert while_helping == [str(caller.pk), "Ann Example", str(bob.pk), "Bob Helper"]


def variables_on(walk: Walk, path: str) -> list[str]:
    walk.go(path)
    return re.findall(r"=<(.*?)>", walk.text())


def test_answers_that_do_not_fit_are_kept_with_their_messages(
    walker: Walker, caller: Person, javascript: bool
) -> None:
    person = walker(with_password(caller), javascript=javascript)
    begin_permit(person)
    person.page.get_by_label("Weeks").fill("a hundred")
    person.press("Continue")

    assert person.page.get_by_label("Weeks").input_value() == "a hundred"
    assert "There is a problem" in person.text()


def test_a_page_left_behind_names_both_people_and_keeps_what_was_typed(
    walker: Walker, bob: Person, caller: Person, ben: Person, javascript: bool
) -> None:
    agent = walker(bob, javascript=javascript)
    agent.go(f"/console/people/{caller.pk}/")
    agent.press("Help Ann Example")
    begin_permit(agent)
    left = agent.page
    agent.page.get_by_label("Registration number").fill("AB12 CDE")
    agent.page = agent.tab()
    agent.go(f"/console/people/{ben.pk}/")
    agent.press("Help Ben Sample")
    agent.press("Stop helping Ann Example and help Ben Sample")

    agent.page = left
    agent.press("Continue")
    assert "no longer helping Ann Example" in agent.text()
    assert "Ben Sample" in agent.text()
    assert "AB12 CDE" in agent.text()

    agent.press("Stop helping Ben Sample, help Ann Example again and go on")
    assert agent.page.get_by_label("Registration number").input_value() == "AB12 CDE"
    fill_permit(agent)
    assert [(made.person, made.actor) for made in Submission.objects.all()] == [(caller, bob)]
