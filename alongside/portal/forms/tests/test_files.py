"""Files: sent with a page, looked at, kept in private, given out to whom they belong."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client
from PIL import Image
from pytest_django import Settings

from alongside.forms import vault
from alongside.forms.actions.custody import DRAFTS
from alongside.forms.models import Draft, File
from alongside.forms.tests.samples import published
from alongside.forms.tests.test_scanning import BAD, daemon
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.portal.tests.doors import text_of
from alongside.ui import saving
from tests.council import browser_of

pytestmark = pytest.mark.django_db

FORM: dict[str, Any] = {"pages": [
    {"title": "Proof", "items": [
        {"type": "file", "name": "proof", "label": "Proof", "required": True, "types": ["pdf", "jpeg"],
         "max_files": 2, "max_megabytes": 1}]},
    {"title": "End", "items": [{"type": "text", "name": "remarks", "label": "Remarks"}]},
]}  # fmt: skip
PDF = b"%PDF-1.7\nletter"


@pytest.fixture
def anns(ann: Person, settings: Settings, tmp_path: Path) -> Client:
    settings.DATA = tmp_path
    published(definition=FORM)
    return browser_of(ann)


def sent(client: Client, content: bytes = PDF, name: str = "letter.pdf", **other: Any) -> Any:
    return client.post("/forms/permit/", {"proof-upload": SimpleUploadedFile(name, content)} | other)


def test_a_file_is_kept_with_its_answer_and_given_out_again(anns: Client, ann: Person) -> None:
    answer = sent(anns, name="../../my <letter>.exe")

    draft, file = Draft.objects.get(), File.objects.get()
    assert answer["Location"] == f"/forms/permit/drafts/{draft.pk}/pages/2/"
    assert draft.answers["proof"]["value"] == [f"{file.pk}/my _letter.pdf"]
    assert draft.answers["proof"]["by"]["name"] == "Ann Example"
    assert vault.file_of(file.pk).stat().st_mode & 0o777 == 0o600
    given = anns.get(f"/forms/permit/drafts/{draft.pk}/files/{file.pk}/")
    assert isinstance(given, FileResponse)
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Disposition"] == 'attachment; filename="my _letter.pdf"'
    assert (given["X-Content-Type-Options"], given["Content-Type"]) == ("nosniff", "application/pdf")
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"
    kinds = ["forms.attached", "forms.fetched"]
    assert Entry.objects.filter(kind__in=kinds).count() == 2


def test_nobody_elses_file_is_found_nor_named_in_an_answer(anns: Client, ben: Person) -> None:
    sent(anns)
    draft, file = Draft.objects.get(), File.objects.get()
    bens = browser_of(ben)

    assert bens.get(f"/forms/permit/drafts/{draft.pk}/files/{file.pk}/").status_code == 404
    answer = bens.post("/forms/permit/", {"proof": file.item})
    assert "A file is not there any more" in text_of(answer)
    unknown = f"/forms/permit/drafts/{draft.pk}/files/00000000-0000-4000-8000-000000000000/"
    assert anns.get(unknown).status_code == 404


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "This file is empty."),
        (b"MZ not a letter", "This file cannot be taken: send a PDF or JPEG picture."),
        (b"<svg onload=alert(1)>", "This file cannot be taken: send a PDF or JPEG picture."),
        (b"\xff\xd8\xff and no picture", "This picture cannot be read."),
        (PDF + b"x" * 2**20, "This file is too large: send at most 1 MB."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(anns: Client, content: bytes, problem: str) -> None:
    answer = sent(anns, content)

    assert answer.status_code == 422
    assert problem in text_of(answer)
    assert not File.objects.exists()


def test_what_is_there_stays_when_another_file_is_refused(anns: Client) -> None:
    sent(anns)
    draft, file = Draft.objects.get(), File.objects.get()
    page = f"/forms/permit/drafts/{draft.pk}/pages/1/"

    answer = anns.post(page, {"proof": file.item, "proof-upload": SimpleUploadedFile("b.pdf", b"no")})

    assert answer.status_code == 422
    assert f'value="{file.item}" checked' in answer.content.decode()
    missing = anns.post(page, {})
    assert "Proof – Choose a file." in text_of(missing)


def test_pictures_lose_what_is_not_picture(anns: Client) -> None:
    exif = Image.Exif()
    exif[0x010E] = "14 Quay Street"
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", exif=exif)

    sent(anns, out.getvalue(), "a.png")

    file = File.objects.get()
    assert file.name == "a.jpg"
    assert b"Quay" not in vault.file_of(file.pk).read_bytes()


def test_without_a_clear_yes_of_the_scanner_nothing_is_kept(anns: Client, settings: Settings) -> None:
    settings.SCANNER = "tcp://127.0.0.1:1"
    assert "Files cannot be checked at the moment" in text_of(sent(anns))
    with daemon() as address:
        settings.SCANNER = address
        assert "holds harmful software" in text_of(sent(anns, PDF + BAD))
        assert not File.objects.exists()
        assert sent(anns).status_code == 303
    assert File.objects.count() == 1


def test_erasing_somebody_removes_their_files(
    anns: Client, ann: Person, django_capture_on_commit_callbacks: Any
) -> None:
    sent(anns)
    path = vault.file_of(File.objects.get().pk)

    with django_capture_on_commit_callbacks(execute=True):
        DRAFTS.erase(ann)

    assert not File.objects.exists()
    assert not path.exists()


def test_files_come_from_a_host_of_their_own_by_links_that_end(
    anns: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-33: no cookie reaches that host or comes from it, and nothing but files is there."""
    settings.FILES_HOST, settings.ALLOWED_HOSTS = "files.test:8443", ["files.test", "*"]
    sent(anns)
    draft, file = Draft.objects.get(), File.objects.get()
    fetched = Entry.objects.filter(kind="forms.fetched")
    answer = anns.get(f"/forms/permit/drafts/{draft.pk}/files/{file.pk}/")
    link = answer["Location"].removeprefix("http://files.test:8443")
    assert (answer.status_code, answer["Cache-Control"], fetched.count()) == (303, "no-store", 1)
    there = Client(headers={"host": "files.test:8443"})
    given: Any = there.get(link)
    assert b"".join(given.streaming_content) == PDF
    said = {"Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy", "Content-Type"}
    assert {name: given[name] for name in said} == {
        "Content-Disposition": 'attachment; filename="letter.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": "application/pdf",
    }
    assert (there.cookies, "Set-Cookie" in given.headers) == ({}, False)
    assert anns.get(link).status_code == 404  # on the pages' host there is no such address
    others = ["/", "/sign-in/", "/static/ui/base.css", "/files/", link[:-4] + "abc/", "/files/../secret_key/"]
    assert {there.get(other).status_code for other in others} == {404}
    assert there.post(link).status_code == 404
    vault.file_of(file.pk).unlink()
    assert there.get(link).status_code == 404
    part = saving.sent_as_file(b"a part of a letter", "part.txt", "text/plain")["Location"][22:]
    once: Any = there.get(part)
    assert b"".join(once.streaming_content) == b"a part of a letter"
    assert there.get(part).status_code == 404
    monkeypatch.setattr(saving, "SECONDS", -1)
    assert there.get(link).status_code == 410
