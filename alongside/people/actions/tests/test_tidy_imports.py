from __future__ import annotations

import os
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.lib import clock
from alongside.people import import_files
from alongside.people.models import Stage, WrongRow
from alongside.people.tests.files import imported, received

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder of this test's own: what others left lying would be tidied, too."""
    monkeypatch.setattr(settings, "DATA", tmp_path)


def tidied(setup: Acting) -> Job:
    return jobs.run_here(jobs.ask(setup, "people.tidy_imports"), pause=0)


def entries() -> list[dict[str, object]]:
    return [entry.open().data for entry in Entry.objects.of_kinds("people.imports_tidied").oldest_first()]


def test_rows_to_correct_are_kept_for_thirty_days(setup: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.people.actions.import_tidying._DELETED", 2)
    imported(setup, "Given,Family\n" + '"x" y,z\n' * 3)
    with clock.moved(days=29):
        tidied(setup)
    assert WrongRow.objects.count() == 3
    with clock.moved(days=31):
        tidied(setup)
    assert WrongRow.objects.count() == 0
    assert [entry["rows"] for entry in entries() if entry["rows"]] == [2, 1]


def test_a_file_that_nobody_imported_is_discarded(setup: Acting) -> None:
    found = received(setup, "Given,Family\nAnn,Smith\n")
    with clock.moved(days=31):
        tidied(setup)
    found.refresh_from_db()
    assert (found.stage, import_files.text_of(found.pk).exists()) == (Stage.DISCARDED, False)
    assert entries() == [{"rows": 0, "files": 1}]


def test_a_text_that_belongs_to_nothing_is_removed_after_a_day(setup: Acting) -> None:
    stray = uuid.uuid4()
    import_files.new(stray).close()
    tidied(setup)
    assert import_files.text_of(stray).exists()
    yesterday = time.time() - 90_000
    os.utime(import_files.text_of(stray), (yesterday, yesterday))
    kept = received(setup, "Given,Family\nAnn,Smith\n")
    os.utime(import_files.text_of(kept.pk), (yesterday, yesterday))
    tidied(setup)
    assert not import_files.text_of(stray).exists()
    assert import_files.text_of(kept.pk).exists()
