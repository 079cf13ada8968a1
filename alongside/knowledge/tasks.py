"""Long work about articles (see `alongside.jobs`)."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.jobs.models import Job
from alongside.jobs.works import Step, work
from alongside.knowledge.actions import telling


@work(
    telling.TELLING,
    title="Tell readers of a changed article",
    power=telling.TELL,
    told=lambda job: f"{job.result['readers']} people were told.",
)
def tell_readers(acting: Acting, job: Job) -> Step:
    return telling.tell_some(acting, job)
