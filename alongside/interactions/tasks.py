"""Work on contacts that comes round by itself."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting
from alongside.interactions.actions import CLOSE_OLD, close_old, contact_files
from alongside.interactions.actions.importing import TAKE_OVER
from alongside.interactions.actions.reporting import SEND_REPORTS, send_due
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


@work(
    "interactions.send_reports",
    title="Send reports by e-mail",
    power=SEND_REPORTS,
    every=timedelta(minutes=15),
    told=lambda job: f"Reports that were dealt with: {job.done:,}.",
)
def send_reports(acting: Acting, job: Job) -> Step:
    dealt_with = send_due(acting, most=1)
    return Step({}, done=job.done + dealt_with, finished=not dealt_with)


def _taken_over(job: Job) -> str:
    found = contact_files.told(job)
    became = "would be kept" if job.payload["look"] else "were kept"
    return (
        f"{found['kept']:,} contacts {became}; {found['there']:,} are here already, {found['audit']:,} are"
        f" lines of the audit log, {found['wrong']:,} are to be corrected."
    )


@work(contact_files.WORK, title="Take over contacts", power=TAKE_OVER, told=_taken_over)
def take_over_contacts(acting: Acting, job: Job) -> Step:
    return contact_files.step(acting, job)
