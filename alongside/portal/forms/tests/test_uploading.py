"""Files that come in pieces."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from alongside.forms import vault
from alongside.forms.actions import uploading
from alongside.forms.actions.custody import DRAFTS
from alongside.forms.actions.uploading import PIECE, forget_uploads
from alongside.forms.models import Draft, File, Upload
from alongside.forms.tests.samples import published
from alongside.forms.tests.test_scanning import BAD, daemon
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.models import Person
from alongside.portal.forms.tests.test_files import FORM, PDF
from alongside.portal.tests.doors import begin_to_help
from tests.council import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anns(ann: Person, settings: Settings, tmp_path: Path) -> Client:
    settings.DATA = tmp_path
    published(definition=FORM)
    client = browser_of(ann)
    begun = {"then": "keep", "draft": str(uuid.UUID(int=4, version=4))}
    assert client.post("/forms/permit/", begun).status_code == 204
    return client


def place(start: str = "") -> str:
    return f"{start}/forms/permit/drafts/{Draft.objects.get().pk}/uploads/"


def said(client: Client, size: object, *, start: str = "", **other: Any) -> Any:
    about = {"question": "proof", "name": "../letter.exe", "size": size} | other
    return client.post(place(start), about)


def piece(client: Client, where: str, at: object, content: bytes) -> Any:
    return client.post(f"{where}?at={at}", content, content_type="application/octet-stream")


def test_a_file_arrives_in_pieces_and_one_left_half_way_goes_on(
    anns: Client, ann: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = said(anns, len(PDF)).json()
    assert (begun["received"], begun["piece"]) == (0, PIECE)
    where = begun["address"]
    assert piece(anns, where, 0, PDF[:6]).json() == {"received": 6}
    # Sent twice, or out of turn: it is said where the next one begins.
    answer = piece(anns, where, 0, PDF[:6])
    assert (answer.status_code, answer.json()) == (409, {"received": 6})
    # Whoever helps goes on with it.
    bobs = browser_of(bob)
    again = said(bobs, len(PDF), start=begin_to_help(bobs, ann)).json()
    assert (again["received"], Upload.objects.count()) == (6, 1)
    done = piece(bobs, again["address"], 6, PDF[6:])
    file = File.objects.get()
    assert (done.status_code, done.json()["item"]) == (201, f"{file.pk}/letter.pdf")
    assert vault.file_of(file.pk).read_bytes() == PDF
    assert not Upload.objects.exists()
    kept = anns.post(f"{place()[:-8]}pages/1/", {"proof": done.json()["item"]})
    assert kept["Location"].endswith("/pages/2/")
    kinds = Entry.objects.filter(kind__in=("forms.upload_begun", "forms.attached")).order_by("number")
    assert [one.kind for one in kinds] == ["forms.upload_begun", "forms.upload_begun", "forms.attached"]


def test_what_cannot_be_taken_is_said_and_nothing_of_it_is_kept(
    anns: Client, ben: Person, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    for size, problem in ((0, "empty"), (2**20 + 1, "at most 1 MB")):
        answer = said(anns, size)
        assert (answer.status_code, problem in answer.json()["problem"]) == (422, True)
    assert (said(anns, 10, question="remarks").status_code, said(anns, "ten").status_code) == (404, 404)
    where = said(anns, 100).json()["address"]
    assert "send a PDF" in piece(anns, where, 0, b"MZ").json()["problem"]
    assert "has changed" in piece(anns, where, 0, b"%PDF-" + b"x" * 96).json()["problem"]
    assert [piece(anns, where, at, b"x").status_code for at in ("", "-1", "1e3")] == [404] * 3
    assert piece(anns, where, 0, b"x" * (PIECE + 1)).status_code == 413
    unknown = f"{place()}{uuid.UUID(int=7, version=4)}/"
    bens = browser_of(ben)
    assert [piece(anns, unknown, 0, PDF).status_code, piece(bens, where, 0, PDF).status_code] == [404, 404]
    # The scanner has the last word, and what it refuses is gone.
    with daemon() as address, django_capture_on_commit_callbacks(execute=True):
        settings.SCANNER = address
        bad = PDF + BAD
        where = said(anns, len(bad), name="bad.pdf").json()["address"]
        answer = piece(anns, where, 0, bad)
    assert (answer.status_code, "harmful" in answer.json()["problem"]) == (422, True)
    assert (File.objects.count(), Upload.objects.filter(name="bad.pdf").exists()) == (0, False)


def test_what_nobody_goes_on_with_is_removed(
    anns: Client, ann: Person, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(uploading, "MOST_AT_ONCE", 2)
    paths = []
    for name in ("a.pdf", "b.pdf"):
        where = said(anns, len(PDF), name=name).json()["address"]
        piece(anns, where, 0, PDF[:6])
        paths.append(vault.file_of(uuid.UUID(where.rsplit("/", 2)[1])))
    assert "too many" in said(anns, 9, name="c.pdf").json()["problem"]
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o600, 0o600]
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_uploads() == 0
        with clock.moved(days=2):
            assert forget_uploads() == 2
    assert [path.exists() for path in paths] == [False, False]
    where = said(anns, len(PDF)).json()["address"]
    piece(anns, where, 0, PDF[:6])
    path = vault.file_of(Upload.objects.get().pk)
    with django_capture_on_commit_callbacks(execute=True):
        DRAFTS.erase(ann)
    assert (path.exists(), Upload.objects.exists()) == (False, False)
