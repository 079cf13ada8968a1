"""Keeping how long a case is at each stage."""

from __future__ import annotations

from datetime import datetime

from alongside.cases.models import Case, StageStay


def keep_stay(case: Case, at: datetime) -> None:
    """End the stay at the stage before, and begin the one at the stage the case is at now; a closed case is
    at none. Within the deed that changed it."""
    now = case.stage_id if case.is_open else None
    before = StageStay.objects.filter(case=case, left_at__isnull=True)
    before.exclude(stage=now).update(left_at=at) if now else before.update(left_at=at)
    if now is not None and not before.exists():
        StageStay(case=case, stage_id=now, entered_at=at).save(force_insert=True)
