"""Renewing the keys by which people are found: the latest time it was begun, and how far it is."""

from __future__ import annotations

from alongside.jobs.models import RESTING, Job

REINDEX_PEOPLE = "people.reindex"  # the name of the work


def latest() -> Job | None:
    """The last time that somebody had people re-indexed, whatever became of it."""
    found: Job | None = Job.objects.of(REINDEX_PEOPLE).newest_first().first()
    return found


def under_way() -> Job | None:
    """The re-indexing that goes on by itself at the moment."""
    found = latest()
    return found if found is not None and found.is_open else None


def overtaken(job: Job) -> bool:
    """Whether another one began later, which renews whatever this one still would."""
    later = Job.objects.of(job.work).filter(asked_at__gt=job.asked_at)
    return bool(later.exclude(state__in=RESTING).exists())
