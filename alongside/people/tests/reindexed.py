"""Re-indexing in tests, where no worker runs."""

from __future__ import annotations

from alongside.jobs import actions as jobs
from alongside.jobs.models import Job, State


def finish(job: Job) -> Job:
    """Run a job to its end, which must be a good one."""
    jobs.run_here(job, pause=0)
    assert job.state == State.DONE, job.problem
    return job


def a_step(job: Job) -> Job:
    """Let a worker do one step, and leave the job to others."""
    taken = jobs.take()
    assert taken is not None
    jobs.carry_on(taken)
    jobs.give_back(taken)
    job.refresh_from_db()
    return job
