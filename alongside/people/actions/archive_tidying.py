"""Deleting copies of all that is held of people when their day is over."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta

from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs.actions import Step
from alongside.lib import clock
from alongside.people import archive_files
from alongside.people.models import Archive

TIDY = Power("people.tidy_archives", Kind.STAFF)

LEAST = timedelta(days=1)  # that a copy can be had
GIVEN_UP = timedelta(days=7)  # whose making was stopped or failed, and was not resumed
_DELETED = 100  # copies in one step


class ArchivesTidied(
    Event,
    kind="people.archives_tidied",
    title="Tidy copies",
    sentence="{actor} deleted {copies} copies of what was held of people",
    private=True,
):
    copies: int


def tidy_archives(acting: Acting) -> Step:
    """Delete copies that expired or were never finished, some in each step, and files without a row."""
    now = clock.now()
    over = Q(expires_at__lte=now) | Q(made_at__isnull=True, asked_at__lt=now - GIVEN_UP)
    old = Archive.objects.filter(over, asked_at__lt=now - LEAST).order_by("asked_at")
    rows = list(old.values_list("pk", flat=True)[:_DELETED])
    gone = rows or _strays()
    if gone:
        with acting.doing(TIDY) as deed:
            Archive.objects.filter(pk__in=rows).delete()
            archive_files.remove_after_commit(gone)
            deed.record(ArchivesTidied(copies=len(gone)))
    return Step({}, finished=not rows)


def _strays() -> list[uuid.UUID]:
    """Files whose rows are gone: of a process that died before it removed them."""
    old = time.time() - LEAST.total_seconds()
    kept = {number for number, at in archive_files.kept() if at < old}
    return sorted(kept - set(Archive.objects.filter(pk__in=kept).values_list("pk", flat=True)))
