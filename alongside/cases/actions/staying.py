"""Keeping how long a case is at each stage, and having it do what its type asks for there."""

from __future__ import annotations

from datetime import datetime

from alongside.cases.models import Case, CaseTask, StageStay, StandardTask


def keep_stay(case: Case, at: datetime) -> None:
    """End the stay at the stage before, and begin the one at the stage the case is at now; a closed case is
    at none. Within the deed that changed it."""
    now = case.stage_id if case.is_open else None
    before = StageStay.objects.filter(case=case, left_at__isnull=True)
    before.exclude(stage=now).update(left_at=at) if now else before.update(left_at=at)
    if now is not None and not before.exists():
        StageStay(case=case, stage_id=now, entered_at=at).save(force_insert=True)
        make_tasks(case, at, stage=now)


def make_tasks(case: Case, at: datetime, *, stage: int | None = None) -> None:
    """What the type asks for at a stage, or with none when a case begins; each comes once in a case. Within
    the deed that brought it there."""
    asked = StandardTask.objects.filter(type=case.type_id, stage=stage, retired_at__isnull=True)
    known = CaseTask.objects.filter(case=case, standard__stage=stage).values("standard")
    CaseTask.objects.bulk_create(
        CaseTask(case=case, standard=one, name=one.name, made_at=at)
        for one in asked.exclude(pk__in=known).order_by("position", "pk")
    )
