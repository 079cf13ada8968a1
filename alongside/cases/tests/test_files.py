"""Files of cases: looked at, kept in private, given out to whom they belong (spec C36, C38)."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from alongside.assisting.acting import Acting, Refused
from alongside.cases import actions as cases
from alongside.cases.actions.custody import CASES
from alongside.cases.models import Attachment, Case, CaseType
from alongside.forms import vault
from alongside.forms.actions.tidying import remove_orphans
from alongside.history.models import Entry
from alongside.people.checking import Misfit
from alongside.people.models import Person
from tests.cast import helping

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nletter"


@pytest.fixture(autouse=True)
def _here(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def sent(content: bytes = PDF, name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_staff_add_fetch_and_delete_a_file(case: Case, mary: Person) -> None:
    acting = Acting.alone(mary)
    kept = cases.attach(acting, case, sent(name="../../a <letter>.exe"))
    assert (kept.name, kept.type, kept.size, kept.public) == ("a _letter.pdf", "pdf", len(PDF), False)
    file, path = cases.fetch(acting, case, kept.pk, tracking=False)
    assert (file, path.read_bytes(), path.stat().st_mode & 0o777) == (kept, PDF, 0o600)
    cases.detach(acting, case, kept.pk)
    told = [(one.kind, one.private) for one in Entry.objects.newest_first()[:3]]
    assert told == [("cases.detached", True), ("cases.file_fetched", True), ("cases.attached", True)]
    assert not Attachment.objects.exists()


def test_owners_send_within_their_own_limits_and_see_what_is_public(
    case: Case, mary: Person, ann: Person, bob: Person, missed_bin: CaseType
) -> None:
    staffs, anns = Acting.alone(mary), Acting.alone(ann)
    private, public = (cases.attach(staffs, case, sent(), public=public) for public in (False, True))
    theirs = [cases.attach(who, case, sent()) for who in (anns, helping(bob, ann), anns)]
    assert {(one.of_owner, one.public) for one in theirs} == {(True, True)}
    with pytest.raises(cases.NotNow, match="There are 3 files already"):
        cases.attach(anns, case, sent())
    Attachment.objects.filter(pk=theirs[0].pk).delete()
    with pytest.raises(Misfit, match="at most 3 MB"):
        cases.attach(anns, case, sent(PDF + b"." * 3_000_000))
    assert cases.fetch(anns, case, public.pk, tracking=True)[0] == public
    with pytest.raises(Attachment.DoesNotExist):
        cases.fetch(anns, case, private.pk, tracking=True)
    with pytest.raises(Refused):
        cases.detach(anns, case, public.pk)


def test_what_is_not_known_is_not_taken(case: Case, mary: Person, nora: Person) -> None:
    for content, why in (
        (b"", "empty"),
        (b"<script>", "cannot be taken"),
        (b"\x89PNG\r\n\x1a\n?", "picture"),
    ):
        with pytest.raises(Misfit, match=why):
            cases.attach(Acting.alone(mary), case, sent(content))
    with pytest.raises(Refused):  # monitors look on
        cases.attach(Acting.alone(nora), case, sent())
    assert not Attachment.objects.exists()


def test_files_of_cases_are_not_swept_away_and_go_with_what_is_erased(case: Case, mary: Person) -> None:
    kept = cases.attach(Acting.alone(mary), case, sent())
    path = vault.file_of(kept.pk)
    long_ago = time.time() - 48 * 3600
    os.utime(path, (long_ago, long_ago))
    assert (remove_orphans(), path.exists()) == (0, True)
    assert CASES.erase is not None
    CASES.erase(case.owner)
    assert not Attachment.objects.exists()
