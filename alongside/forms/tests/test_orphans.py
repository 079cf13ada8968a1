"""Content of files that no row names is removed, once it is certain that none will."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.test import override_settings

from alongside.assisting.acting import Acting
from alongside.forms import vault
from alongside.forms.actions import begin
from alongside.forms.actions.tidying import remove_orphans
from alongside.forms.models import File
from alongside.forms.tests.samples import FIRST, published
from alongside.lib import clock, ids
from alongside.people.models import Person

pytestmark = pytest.mark.django_db


def kept(number: object, *, hours: int) -> Path:
    path = vault.file_of(number)  # type: ignore[arg-type]  # a name that is none of ours, too
    path.write_bytes(b"content")
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_only_old_content_without_a_row_goes(ann: Person, tmp_path: Path) -> None:
    with override_settings(DATA=tmp_path):
        draft = begin(Acting.alone(ann), published(), FIRST)
        row = File.objects.create(
            draft=draft, question="letter", name="a.pdf", type="pdf", size=7, kept_at=clock.now()
        )
        named, young, old, foreign = (
            kept(row.pk, hours=48),
            kept(ids.random_id(), hours=1),
            kept(ids.random_id(), hours=48),
            kept("README", hours=48),
        )
        assert (remove_orphans(), remove_orphans()) == (1, 0)
        assert [one.exists() for one in (named, young, old, foreign)] == [True, True, False, True]
