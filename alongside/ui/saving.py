"""Giving out files that people sent: saved, never opened in the house.

Where a host of their own is said (`ALONGSIDE_FILES_HOST`), files that lie in the vault come from there alone,
by links that are signed, end within a minute, and need no cookie: what somebody sent never runs, whatever a
browser makes of it, where the house keeps its sessions. Without one they come from the page that was asked.
"""

from __future__ import annotations

import os
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

Kind = TypeVar("Kind", bound=HttpResponseBase)

SECONDS = 60  # that a link to the files' own host is good for
PATH = "/files/"
_FOR_ONCE = "given"  # the folder for what is put into files only to be given out
_signer = TimestampSigner(salt="alongside.ui.saving")


def as_file(path: Path, name: str, media_type: str) -> FileResponse | HttpResponseRedirect:
    """A file to be saved under this name, kept by no cache, and taken for nothing but what it is; or where it
    is given out. Raises `FileNotFoundError`."""
    if not settings.FILES_HOST or not path.is_relative_to(settings.DATA):
        return _given(path, name, media_type)
    path.stat()
    return _led_to(path, name, media_type)


def sent_as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """The same of what somebody sent and lies in no file of its own, such as a part of a letter: for the host
    of files it is put into one, which is gone once it was given out, or soon."""
    if not settings.FILES_HOST:
        return content_as_file(content, name, media_type)
    folder = Path(settings.DATA) / _FOR_ONCE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        with suppress(FileNotFoundError):  # somebody else was quicker
            if left.stat().st_mtime < time.time() - SECONDS:
                left.unlink()
    path = folder / uuid.uuid4().hex
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
    return _led_to(path, name, media_type)


def _led_to(path: Path, name: str, media_type: str) -> HttpResponseRedirect:
    where = str(path.relative_to(settings.DATA))
    signed = _signer.sign_object({"path": where, "name": name, "type": media_type})
    scheme = "https" if settings.HTTPS else "http"
    answer = HttpResponseRedirect(f"{scheme}://{settings.FILES_HOST}{PATH}{signed}/")
    answer.status_code = 303
    answer["Referrer-Policy"] = "no-referrer"
    return _confined(answer)


def is_for_files(request: HttpRequest) -> bool:
    """Whether a request is for the host that gives out files, and does nothing else."""
    here = split_domain_port(settings.FILES_HOST)[0] if settings.FILES_HOST else ""
    return bool(here) and split_domain_port(request.get_host())[0] == here


def answered(request: HttpRequest) -> FileResponse | HttpResponse:
    """What the files' own host says: the file that a link is signed for, or nothing."""
    if request.method not in ("GET", "HEAD") or not request.path_info.startswith(PATH):
        return _said(404, "There is nothing here.")
    try:
        signed = request.path_info.removeprefix(PATH).removesuffix("/")
        wanted = _signer.unsign_object(signed, max_age=SECONDS)
    except SignatureExpired:
        return _said(410, "This link is over. Go back to the page it was on, and follow it again.")
    except BadSignature:
        return _said(404, "There is nothing here.")
    path = Path(settings.DATA) / wanted["path"]
    try:
        given = _given(path, wanted["name"], wanted["type"])
    except FileNotFoundError:
        return _said(404, "This file is not there any more.")
    if path.parent.name == _FOR_ONCE and request.method == "GET":
        path.unlink(missing_ok=True)  # it is open, and is read to its end
    return given


def _given(path: Path, name: str, media_type: str) -> FileResponse:
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    return _confined(answer)


def _said(status: int, sentence: str) -> HttpResponse:
    return _confined(HttpResponse(f"{sentence}\n", status=status, content_type="text/plain"))


def content_as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """The same of something that lies nowhere as it is given out."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return _confined(answer)


def _confined(answer: Kind) -> Kind:
    """Kept by no cache, taken for nothing but what it is, and unable to do anything where it is opened all
    the same (security.md T-33)."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
