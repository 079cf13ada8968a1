"""Forgetting jobs that ended long ago. How long they are kept is for whoever knows tenants to say."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef

from alongside.jobs.models import OPEN, Job


def ended_before(before: datetime, most: int = 500) -> list[uuid.UUID]:
    """Jobs that were asked for before this moment and have ended, the oldest first. The last one of each
    work stays: when it comes round again is counted from it, and what was stopped can go on."""
    later = Job.objects.filter(work=OuterRef("work"), asked_at__gt=OuterRef("asked_at"))
    old = Job.objects.filter(Exists(later), asked_at__lt=before).exclude(state__in=OPEN)
    return list(old.order_by("asked_at").values_list("pk", flat=True)[:most])


def forget(jobs: Collection[uuid.UUID]) -> None:
    """Delete these, within the deed of whoever asks for it."""
    Job.objects.filter(pk__in=jobs).delete()
