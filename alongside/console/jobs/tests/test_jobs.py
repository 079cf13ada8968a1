"""Long work in the console: seen by who asked for it or might have, stopped and resumed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.jobs import actions
from alongside.jobs.models import Job, State
from alongside.jobs.tests.counting import COUNTING, counting
from alongside.people.models import Person
from tests.cast import make_person
from tests.council import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counting() -> Iterator[None]:
    with counting():
        yield


@pytest.fixture
def bob(setup: Acting) -> Person:
    return make_person("Bob", "Helper", rights=["console.enter", "people.register"])


@pytest.fixture
def browser(bob: Person) -> Client:
    return browser_of(bob)


@pytest.fixture
def job(bob: Person) -> Job:
    return actions.ask(Acting.alone(bob), COUNTING, payload={"to": 4})


def test_a_job_is_seen_with_how_far_it_is(browser: Client, job: Job) -> None:
    taken = actions.take()
    assert taken is not None
    actions.carry_on(taken)
    shown = browser.get(f"/console/jobs/{job.pk}/").content.decode()
    assert "25 % – 1 of 4" in shown
    assert "Under way" in shown
    assert "Count" in browser.get("/console/jobs/").content.decode()


def test_the_bar_asks_for_itself_only_while_the_job_goes_on(browser: Client, job: Job) -> None:
    address = f"/console/jobs/{job.pk}/progress/"
    assert "every 1s" in browser.get(address).content.decode()
    actions.run_here(job, pause=0)
    done = browser.get(address)
    assert "every 1s" not in done.content.decode()
    assert "Counted to 4." in done.content.decode()
    assert done["HX-Refresh"] == "true"  # the page around it says what came of it


def test_it_is_stopped_and_resumed(browser: Client, job: Job) -> None:
    browser.post(f"/console/jobs/{job.pk}/interruption/")
    assert Job.objects.get().state == State.STOPPED
    browser.post(f"/console/jobs/{job.pk}/resumption/")
    assert Job.objects.get().state == State.WAITING


def test_what_has_ended_is_neither_stopped_nor_resumed(browser: Client, job: Job) -> None:
    actions.run_here(job, pause=0)
    for noun in ("interruption", "resumption"):
        assert browser.post(f"/console/jobs/{job.pk}/{noun}/").status_code == 303
    assert Job.objects.get().state == State.DONE


def test_a_job_of_others_is_as_unknown_as_none(setup: Acting, job: Job) -> None:
    other = browser_of(make_person("Olga", "Auditor", rights=["console.enter"]))
    theirs = other.get(f"/console/jobs/{job.pk}/")
    nobodys = other.get(f"/console/jobs/{uuid.uuid4()}/")
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert other.post(f"/console/jobs/{job.pk}/interruption/").status_code == 404
    assert "Nothing takes long here yet" in other.get("/console/jobs/").content.decode()


def test_manage_shows_only_what_the_reader_may_open(browser: Client) -> None:
    assert "Long work" in browser.get("/console/manage/").content.decode()
