"""Long work about people (see `alongside.jobs`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from alongside.assisting.acting import Acting
from alongside.jobs.models import Job
from alongside.jobs.works import Step, work
from alongside.lib import clock
from alongside.people import exporting
from alongside.people.actions import (
    archive_tidying,
    archives,
    estimating,
    importing,
    job_tidying,
    own_archives,
    retaining,
    suspecting,
)
from alongside.people.actions.import_tidying import TIDY
from alongside.people.actions.import_tidying import tidy_imports as tidied
from alongside.people.actions.imports import CHECK, IMPORT
from alongside.people.actions.reindexing import REINDEX, renew
from alongside.people.reindexing import REINDEX_PEOPLE

COMPARED_AT_ONCE = 30  # people


def _reindexed(job: Job) -> str:
    if job.result.get("overtaken"):
        return "A later re-indexing took over."
    return f"{job.done:,} people were looked at; {job.result['people']:,} of them had keys to renew."


@work(REINDEX_PEOPLE, title="Re-index people", power=REINDEX, told=_reindexed)
def reindex(acting: Acting, job: Job) -> Step:
    return renew(acting, job)


@work(
    suspecting.WORK,
    title="Look for people who are registered twice",
    power=suspecting.FIND_DUPLICATES,
    told=lambda job: f"{job.done:,} people were compared; {job.result['pairs']:,} pairs may be one person.",
)
def find_duplicates(acting: Acting, job: Job) -> Step:
    """A few people more, each compared with everybody; in the end, what is not alike any more."""
    since = job.cursor.get("since") or clock.now().isoformat()
    if job.cursor.get("walked"):
        forgotten = suspecting.forget(datetime.fromisoformat(since))
        result = {"pairs": job.cursor["pairs"]}
        return Step(job.cursor, job.done, job.done, finished=not forgotten, result=result)
    everybody = exporting.everybody(acting.actor.standing.segments)
    total = job.cursor.get("total") or everybody.count()
    batch = list(everybody.filter(pk__gt=job.cursor.get("after", 0)).order_by("pk")[:COMPARED_AT_ONCE])
    pairs = job.cursor.get("pairs", 0) + suspecting.suspect(acting, batch, least=job.payload["least"])
    after = batch[-1].pk if batch else None
    return Step(
        {"after": after, "pairs": pairs, "total": total, "since": since, "walked": not batch},
        done=job.done + len(batch),
        total=total,
    )


@work(
    estimating.WORK,
    title="Learn how much agreements say",
    power=estimating.ESTIMATE,
    told=lambda job: (
        f"{job.result['pairs']:,} pairs were compared;"
        f" {job.result['same']:,} of them are one person, probably."
    ),
)
def estimate_weights(acting: Acting, job: Job) -> Step:
    return estimating.learn(acting, job)


@work("people.check_import", title="Check file of people", power=CHECK, told=importing.told)
def check_import(acting: Acting, job: Job) -> Step:
    return importing.check_rows(acting, job)


@work("people.import_people", title="Import people", power=IMPORT, told=importing.told)
def import_people(acting: Acting, job: Job) -> Step:
    return importing.import_rows(acting, job)


@work("people.tidy_imports", title="Tidy imports", power=TIDY, every=timedelta(days=1))
def tidy_imports(acting: Acting, job: Job) -> Step:
    return tidied(acting)


@work(own_archives.ARCHIVE_MYSELF, title="Copy all that is held of me", power=own_archives.ARCHIVE_OWN)
def archive_myself(acting: Acting, job: Job) -> Step:
    return archives.gather(acting, job, power=own_archives.ARCHIVE_OWN)


@work(archives.ARCHIVE_PERSON, title="Copy all that is held of a person", power=archives.ARCHIVE)
def archive_person(acting: Acting, job: Job) -> Step:
    return archives.gather(acting, job)


@work("people.tidy_archives", title="Tidy copies", power=archive_tidying.TIDY, every=timedelta(days=1))
def tidy_archives(acting: Acting, job: Job) -> Step:
    return archive_tidying.tidy_archives(acting)


@work(
    "people.retention",
    title="Find who is due for erasure",
    power=retaining.FIND_DUE,
    every=timedelta(days=1),
    told=lambda job: f"{job.done:,} people were looked at; {job.result['people']:,} more are due.",
)
def find_due(acting: Acting, job: Job) -> Step:
    return retaining.find_due(acting, job)


@work("people.tidy_jobs", title="Tidy long work", power=job_tidying.TIDY, every=timedelta(days=1))
def tidy_jobs(acting: Acting, job: Job) -> Step:
    return job_tidying.tidy_jobs(acting)
