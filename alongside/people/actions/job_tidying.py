"""Forgetting long work that ended long ago."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.works import Step
from alongside.lib import clock
from alongside.people.actions.retaining import retention

TIDY = Power("people.tidy_jobs", Kind.STAFF)


class JobsTidied(
    Event,
    kind="people.jobs_tidied",
    title="Tidy long work",
    sentence="{actor} forgot long work that ended long ago ({jobs})",
    private=True,
):
    jobs: int


def tidy_jobs(acting: Acting) -> Step:
    """Delete what was asked for longer ago than the tenant keeps it and has ended, some in each step."""
    before = clock.now() - timedelta(days=retention().jobs)
    over = jobs.ended_before(before)
    if over:
        with acting.doing(TIDY) as deed:
            jobs.forget(over)
            deed.record(JobsTidied(jobs=len(over)))
    return Step({}, finished=not over)
