"""Long work of mailings (see `alongside.jobs`)."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.jobs.models import Job
from alongside.jobs.works import Step, work
from alongside.mailings.actions import delivering, sending


@work(
    sending.SENDING,
    title="Send a mailing",
    power=sending.SEND,
    told=lambda job: f"{job.result['sent']} were sent so far.",
)
def send(acting: Acting, job: Job) -> Step:
    return delivering.send_some(acting, job)
