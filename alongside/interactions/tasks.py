"""Work on contacts that comes round by itself."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting
from alongside.interactions.actions import CLOSE_OLD, close_old
from alongside.jobs.models import Job
from alongside.jobs.works import Step, work

AT_ONCE = 20  # contacts of one step


@work(
    "interactions.close_old",
    title="Close contacts that were left open",
    power=CLOSE_OLD,
    every=timedelta(days=1),
    told=lambda job: f"Contacts that were closed: {job.done:,}.",
)
def close_those_left_open(acting: Acting, job: Job) -> Step:
    closed = close_old(acting, most=AT_ONCE)
    return Step({}, done=job.done + len(closed), finished=not closed)
