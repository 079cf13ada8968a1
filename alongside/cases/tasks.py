"""What the house looks after by itself, every so often."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.actions import lots, rewording
from alongside.jobs.models import Job
from alongside.jobs.works import Sign, Step, sweep, work


@sweep("cases.targets", every=timedelta(minutes=1))
def keep_targets(sign: Sign) -> None:
    """Remind of targets that are near, and escalate what is too late."""
    cases.keep_targets(sign)


@sweep("cases.letters", every=timedelta(seconds=10))
def write_letters(sign: Sign) -> None:
    """Write to owners and to those who work on their cases."""
    cases.write_and_send(sign)


@work(lots.WORK, title="Change many cases", power=lots.SET_OUT, told=lots.told)
def do_lot(acting: Acting, job: Job) -> Step:
    """The same to some more of the cases that somebody chose."""
    return lots.go_on(acting, job)


@work(
    rewording.WORK,
    title="Write down the words of cases",
    power=rewording.REWORD,
    every=timedelta(days=7),
    told=lambda job: f"{job.done:,} cases are found by their words now.",
)
def reword(acting: Acting, job: Job) -> Step:
    """For those that have none."""
    return rewording.reword(acting, job)
