"""Long work about forms (see `alongside.jobs`)."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting
from alongside.forms.actions import tidying
from alongside.jobs.models import Job
from alongside.jobs.works import Step, work


@work("forms.tidy_drafts", title="Tidy saved forms", power=tidying.TIDY, every=timedelta(days=1))
def tidy_drafts(acting: Acting, job: Job) -> Step:
    return tidying.tidy_drafts(acting)
