"""Jobs are done a step at a time, once each."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta

import psutil
import pytest
from django.db import OperationalError

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs import holding, scheduling, works
from alongside.jobs.models import Job, State
from alongside.jobs.tests.counting import COUNTING, counted, counting
from alongside.jobs.works import Step, work
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions.persons import REGISTER
from alongside.people.models import Tenant
from tests.cast import make_person
from tests.council import tenant as tenant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counting() -> Iterator[None]:
    with counting():
        yield


def test_a_job_is_run_step_by_step_to_its_end(setup: Acting) -> None:
    job = jobs.ask(setup, COUNTING, payload={"to": 3})
    seen: list[tuple[int, int | None]] = []
    jobs.run_here(job, lambda job: seen.append((job.done, job.total)), pause=0)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert (job.state, job.result, job.told) == (State.DONE, {"last": 3}, "Counted to 3.")
    assert counted() == ["N1", "N2", "N3"]


def test_a_step_and_its_cursor_are_kept_together_or_not_at_all(
    setup: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.ask(setup, COUNTING, payload={"to": 3}, here=True)
    jobs.carry_on(job)
    Job.objects.filter(pk=job.pk).update(holder="another machine 1 0.00")  # it thought this one dead
    assert not jobs.carry_on(job)
    assert counted() == ["N1"]
    assert Job.objects.get(pk=job.pk).cursor == {"number": 1}


def test_a_job_that_was_stopped_goes_on_where_it_was(setup: Acting) -> None:
    job = jobs.ask(setup, COUNTING, payload={"to": 3}, here=True)
    jobs.carry_on(job)
    jobs.stop(setup, Job.objects.get(pk=job.pk))
    assert not jobs.carry_on(job)
    assert (counted(), Job.objects.get(pk=job.pk).state) == (["N1"], State.STOPPED)
    jobs.run_here(Job.objects.get(pk=job.pk), pause=0)
    assert counted() == ["N1", "N2", "N3"]
    told = Entry.objects.filter(kind__startswith="jobs.").order_by("number").values_list("kind", flat=True)
    assert list(told) == ["jobs.stopped", "jobs.resumed"]


def test_what_a_dead_process_held_is_taken_at_once(setup: Acting) -> None:
    job = jobs.ask(setup, COUNTING, payload={"to": 2}, here=True)
    machine = holding.here().partition(" ")[0]
    Job.objects.filter(pk=job.pk).update(holder=f"{machine} 999999999 0.00")
    taken = jobs.take()
    assert taken is not None
    assert (taken.pk, taken.holder) == (job.pk, holding.here())


def test_whoever_lives_is_not_taken_for_dead_because_the_clock_was_set(
    setup: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        job = jobs.ask(setup, COUNTING, payload={"to": 2}, here=True)
        mine = holding.here()
        machine = mine.partition(" ")[0]
        began = holding._began(psutil.Process(other.pid))
        Job.objects.filter(pk=job.pk).update(holder=f"{machine} {other.pid} {began}")
        boot = psutil.boot_time() + 3600
        monkeypatch.setattr(psutil, "boot_time", lambda: boot)
        monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: boot)
        assert jobs.take() is None
        other.kill()
        other.wait()
        taken = jobs.take()
    assert taken is not None
    assert taken.pk == job.pk


def test_what_another_machine_holds_is_taken_when_its_time_is_over(setup: Acting) -> None:
    job = jobs.ask(setup, COUNTING, payload={"to": 2}, here=True)
    Job.objects.filter(pk=job.pk).update(holder="elsewhere 1 0.00")
    assert jobs.take() is None
    with clock.moved(seconds=holding.LEASE.total_seconds() + 1):
        taken = jobs.take()
    assert taken is not None
    assert taken.pk == job.pk


def test_a_job_is_in_one_hand_only(setup: Acting) -> None:
    jobs.ask(setup, COUNTING, payload={"to": 2})
    assert jobs.take() is not None
    assert jobs.take() is None


def test_a_job_may_do_no_more_than_its_asker_may_now(setup: Acting, tenant: Tenant) -> None:
    agent = make_person("Bob", "Helper", rights=["people.register", "console.enter"])
    job = jobs.ask(Acting.alone(agent), COUNTING, payload={"to": 2}, here=True)
    jobs.carry_on(job)
    agent.holdings.all().delete()
    jobs.run_here(Job.objects.get(pk=job.pk), pause=0)
    ended = Job.objects.get(pk=job.pk)
    assert (ended.state, ended.problem) == (State.FAILED, "Whoever asked for this may no longer do it.")
    assert counted() == ["N1"]
    assert Entry.objects.filter(kind="assisting.refused").count() == 1


def test_somebody_who_cannot_see_a_job_cannot_stop_it(setup: Acting, tenant: Tenant) -> None:
    job = jobs.ask(setup, COUNTING, payload={"to": 2})
    other = Acting.alone(make_person("Olga", "Auditor", rights=["console.enter"]))
    with pytest.raises(Refused):
        jobs.stop(other, job)
    assert Job.objects.get(pk=job.pk).state == State.WAITING


class TestWhenAStepFails:
    @pytest.fixture(autouse=True)
    def _counting(self) -> None:
        """Each declares its own."""

    def test_its_reason_is_told_and_what_was_done_stays(self, setup: Acting) -> None:
        with counting(trip_at=2):
            job = jobs.run_here(jobs.ask(setup, COUNTING, payload={"to": 3}), pause=0)
        assert (job.state, job.problem) == (State.FAILED, "Nobody counts further than this.")
        assert counted() == ["N1"]

    def test_by_chance_it_is_tried_again_later(self, setup: Acting) -> None:
        with counting(trip_at=2, error=OperationalError("the database went away")):
            job = jobs.ask(setup, COUNTING, payload={"to": 3}, here=True)
            jobs.carry_on(job)
            assert not jobs.carry_on(job)
        assert (job.state, job.attempts, jobs.take()) == (State.WAITING, 1, None)
        with counting(), clock.moved(seconds=6):
            taken = jobs.take()
            assert taken is not None
            while jobs.carry_on(taken):
                pass
        assert counted() == ["N1", "N2", "N3"]

    def test_again_and_again_it_ends(self, setup: Acting) -> None:
        with counting(trip_at=1, error=RuntimeError("a mistake")):
            job = jobs.ask(setup, COUNTING, payload={"to": 3})
            for attempt in range(6):
                with clock.moved(hours=attempt + 1):
                    taken = jobs.take()
                    assert taken is not None
                    jobs.carry_on(taken)
        job.refresh_from_db()
        assert (job.state, counted()) == (State.FAILED, [])


def test_recurring_work_is_asked_for_when_it_is_due_again(tenant: Tenant) -> None:
    work("tests.daily", title="Daily", power=REGISTER, every=timedelta(days=1))(
        lambda acting, job: Step({}, finished=True)
    )
    try:
        of_daily = Job.objects.of("tests.daily")
        scheduling.ask_for_what_is_due(clock.now())
        scheduling.ask_for_what_is_due(clock.now())
        assert of_daily.count() == 1
        jobs.run_here(of_daily.get(), pause=0)
        scheduling.ask_for_what_is_due(clock.now())
        assert of_daily.count() == 1
        with clock.moved(hours=25):
            scheduling.ask_for_what_is_due(clock.now())
        assert of_daily.count() == 2
        assert of_daily.newest_first()[0].actor == people.system(tenant, "tidying")
    finally:
        works._all.pop("tests.daily")
