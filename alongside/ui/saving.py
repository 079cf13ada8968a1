"""Giving out files that people sent: saved, never opened in the house."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse


def as_file(path: Path, name: str, media_type: str) -> FileResponse:
    """A file to be saved under this name, kept by no cache, and taken for nothing but what it is."""
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
