"""Long work about forms (see `alongside.jobs`)."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting
from alongside.forms.actions import later, linking, tidying, uploading
from alongside.jobs.models import Job
from alongside.jobs.works import Sign, Step, sweep, work


@work("forms.tidy_drafts", title="Tidy saved forms", power=tidying.TIDY, every=timedelta(days=1))
def tidy_drafts(acting: Acting, job: Job) -> Step:
    return tidying.tidy_drafts(acting)


@sweep("forms.orphans", every=timedelta(days=1))
def remove_orphans(sign: Sign) -> None:
    tidying.remove_orphans()
    linking.forget_links()
    uploading.forget_uploads()


@sweep("forms.links", every=timedelta(seconds=5))
def send_links(sign: Sign) -> None:
    linking.send_links(sign)


@sweep("forms.follow_ups", every=timedelta(seconds=10))
def follow_submissions(sign: Sign) -> None:
    later.follow_up_due(sign)
