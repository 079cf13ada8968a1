"""Answers that are made while they are sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.http import StreamingHttpResponse

from alongside.lib import tenancy
from alongside.people.moving.reading import CSV

_TYPES = {CSV: "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}


def streamed(tenant_id: int, parts: Iterator[bytes], *, name: str, format: str) -> StreamingHttpResponse:
    """A file to be kept, made of parts. Whoever reads it slowly holds no connection meanwhile."""
    answer = StreamingHttpResponse(_released(tenant_id, parts), content_type=_TYPES[format])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _released(tenant_id: int, parts: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with tenancy.within(tenant_id):
            part = next(parts, None)
        # Each part may be asked for by another thread, and would leave a connection behind in it.
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            connection.close()
        if part is None:
            return
        yield part


def _quoted(name: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in name)
