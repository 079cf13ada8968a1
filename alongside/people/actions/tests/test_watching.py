"""Unusual looking is noticed when it happens, and told to those who look after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from alongside.assisting.acting import Acting, Source
from alongside.history.models import Entry
from alongside.history.telling import tell
from alongside.jobs import actions as jobs
from alongside.jobs.actions import carry_on, take
from alongside.jobs.models import Job, State
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions import watching
from alongside.people.actions.tests.looking import alerts, at, crowd, limit, look_at
from alongside.people.models import Look, LookingAlert, LookingDay, Person, Tenant

pytestmark = pytest.mark.django_db


def test_the_thirtieth_person_without_a_contact_raises_an_alert(bob: Person) -> None:
    them = crowd(35)
    with at(9):
        look_at(bob, them[:29], apart=2)
        assert alerts(bob) == []
        look_at(bob, them[29:30])
        words = "looked at 30 people without a contact; 30 in a day are unusual"
        assert alerts(bob) == [("alone", words)]
        look_at(bob, them[30:35])
        assert alerts(bob) == [("alone", words.replace("30 people", "35 people"))]


def test_an_alert_stands_in_the_history_against_the_agent(tenant: Tenant, bob: Person) -> None:
    limit(tenant, alone=5)
    with at(9):
        look_at(bob, crowd(5), apart=2)
    entry = Entry.objects.of_kinds("people.looking_noticed").get()
    assert (entry.actor_ref, entry.person_ref, entry.private) == (bob.ref, bob.ref, True)
    assert tell(entry) == "Unusual looking by Bob Helper was noticed: Many people without a contact"


def test_an_explained_alert_is_raised_once_a_day_and_again_on_another(
    tenant: Tenant, bob: Person, susan: Person
) -> None:
    limit(tenant, alone=5)
    them = crowd(15)
    with at(9):
        look_at(bob, them[:5], apart=2)
        people.explain(Acting.alone(susan), LookingAlert.objects.get(), "A list of the housing office")
        look_at(bob, them[5:10], apart=2)
        assert LookingAlert.objects.count() == 1
    with at(9, days=1):
        look_at(bob, them[10:15], apart=2)
    assert LookingAlert.objects.count() == 2
    assert LookingAlert.objects.open().count() == 1


def test_two_accounts_of_one_network_are_noticed(tenant: Tenant, bob: Person, mia: Person) -> None:
    limit(tenant, alone=20)
    office = Source(address="192.0.2.0/24")
    with at(9):
        for place, person in enumerate(crowd(30)):
            agent = (mia, bob)[place % 2]
            with clock.moved(minutes=2 * place):
                people.view_details(Acting.alone(agent, office), person)
    together = "from the same network, at 15: together 30; 20 are unusual"
    assert alerts(bob) == [("two", f"looked at 15 people without a contact and Mia Low, {together}")]


def test_one_postcode_and_one_name_after_the_other_are_noticed(setup: Acting, bob: Person) -> None:
    street = [
        people.register(setup, family_name=f"A{letter}", profile={"postcode": "PL4 7AB"})
        for letter in "abcdefghijklmno"
    ]
    with at(9):
        look_at(bob, street, apart=3)
    assert [kind for kind, _ in alerts(bob)] == ["neighbours", "rising"]


def test_many_searches_that_open_nobody_are_noticed(bob: Person) -> None:
    with at(9):
        for number in range(60):
            people.search_people(Acting.alone(bob), f"nobody {number}")
    assert alerts(bob) == [("searches", "searched 60 times and opened 0 people")]


def test_the_house_writes_to_managers_by_itself(
    tenant: Tenant, bob: Person, susan: Person, django_capture_on_commit_callbacks: Any
) -> None:
    limit(tenant, alone=5)
    with at(9):
        look_at(bob, crowd(5), apart=2)
    with at(9, 9):
        job = take()
        assert job is not None
        assert (job.work, job.due_at - LookingAlert.objects.get().at < timedelta(seconds=1)) == (
            "people.tell_of_alert",
            True,
        )
        with django_capture_on_commit_callbacks(execute=True):
            carry_on(job)
    [letter] = mail.outbox
    assert letter.to == ["susan@example.com"]
    assert letter.body.startswith("Bob Helper looked at 5 people without a contact; 5 in a day are unusual.")
    assert LookingAlert.objects.get().told_at is not None
    assert Entry.objects.of_kinds("people.managers_told").count() == 1


def test_an_alert_is_told_once(tenant: Tenant, setup: Acting, bob: Person, susan: Person) -> None:
    limit(tenant, alone=5)
    with at(9):
        look_at(bob, crowd(5), apart=2)
        alert = LookingAlert.objects.get()
        for _ in range(2):
            watching.tell_managers(setup, alert.pk)
    assert Entry.objects.of_kinds("people.managers_told").count() == 1


def test_nobody_is_written_to_about_themselves(tenant: Tenant, setup: Acting, susan: Person) -> None:
    limit(tenant, alone=5)
    with at(9):
        look_at(susan, crowd(5), apart=2)
        watching.tell_managers(setup, LookingAlert.objects.get().pk)
    told = Entry.objects.of_kinds("people.managers_told").get().open()
    assert told
    assert told.data == {"managers": 0}


def test_a_day_is_gone_through_once_more_and_old_looks_are_removed(
    tenant: Tenant, setup: Acting, bob: Person, mia: Person
) -> None:
    limit(tenant, alone=4)
    tenant.options["retention"] = {"looks": 40}
    tenant.save()
    them = crowd(4)
    with at(9):
        look_at(bob, them, apart=2)  # four: noticed only with the fifth, or when the day is over
        look_at(mia, them[:3], apart=2)
        assert alerts(bob) == []
    with at(3, days=1):
        tidied = tidy(setup)
        assert [kind for kind, _ in alerts(bob)] == ["alone"]
        assert (alerts(mia), tidied.done, Look.objects.count()) == ([], 2, 7)
    with at(3, days=42):
        assert tidy(setup).done == 7
        assert tidy(setup).done == 0
    assert (Look.objects.count(), LookingDay.objects.count()) == (0, 2)
    pruned = Entry.objects.of_kinds("people.looks_pruned").get().open()
    assert pruned
    assert pruned.data == {"looks": 7}


def tidy(acting: Acting) -> Job:
    job = jobs.ask(acting, "people.tidy_looking", here=True)
    jobs.run_here(job, pause=0)
    assert job.state == State.DONE
    return job
