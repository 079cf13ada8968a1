"""Giving out files that people sent: saved, never opened in the house."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header


def as_file(path: Path, name: str, media_type: str) -> FileResponse:
    """A file to be saved under this name, kept by no cache, and taken for nothing but what it is."""
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def content_as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """The same of something that lies nowhere as it is given out."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
