"""Forgetting what is kept of imports: the texts of those that were left lying, and rows to correct."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta

from django.db.models import F

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs.actions import Step
from alongside.lib import clock
from alongside.people import import_files
from alongside.people.actions.retaining import retention
from alongside.people.models import AlikeRow, Import, Stage, WrongRow

TIDY = Power("people.tidy_imports", Kind.STAFF)

_DELETED = 2_000  # rows in one step
_RECEIVING = timedelta(days=1)  # a text without an import may be on its way in for so long


class ImportsTidied(
    Event,
    kind="people.imports_tidied",
    title="Tidy imports",
    sentence="{actor} deleted {rows} rows and {files} files that were kept of imports",
    private=True,
):
    rows: int
    files: int


def tidy_imports(acting: Acting) -> Step:
    """Delete what the tenant has kept for long enough: rows to correct, some in each step, and files that
    nobody imported."""
    before = clock.now() - timedelta(days=retention().imports)
    ended = {"source__ended_at__lt": before}
    wrong = list(WrongRow.objects.filter(**ended).values_list("pk", flat=True)[:_DELETED])
    alike = list(AlikeRow.objects.filter(**ended).values_list("pk", flat=True)[:_DELETED])
    left = Import.objects.filter(stage__in=(Stage.RECEIVED, Stage.CHECKED), received_at__lt=before)
    files = [] if wrong or alike else [*left.values_list("pk", flat=True), *_strays()]
    if wrong or alike or files:
        with acting.doing(TIDY) as deed:
            WrongRow.objects.filter(pk__in=wrong).delete()
            AlikeRow.objects.filter(pk__in=alike).delete()
            Import.objects.filter(pk__in=files).update(stage=Stage.DISCARDED, ended_at=F("received_at"))
            for number in files:
                import_files.remove(number)
            deed.record(ImportsTidied(rows=len(wrong) + len(alike), files=len(files)))
    return Step({}, finished=not wrong and not alike)


def _strays() -> list[uuid.UUID]:
    """Of which a text is kept, though everybody in it is registered or it never came to be an import."""
    old = time.time() - _RECEIVING.total_seconds()
    kept = {number for number, at in import_files.kept() if at < old}
    wanted = Import.objects.open().filter(pk__in=kept).values_list("pk", flat=True)
    return sorted(kept - set(wanted))
