"""Streams of events (HTML 9.2, *Server-sent events*): a view answers with what is new now, and ends.

The server keeps the answer open and asks the view again when there is something new of what it watches
(`site.streams`); without it the browser asks again by itself. The address of a stream ends in `stream/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

PATH = "/stream/"
WATCHES = "X-Alongside-Watches"  # from the view to the server, and no further
RETRY = 4000  # milliseconds until a browser asks again


@dataclass(frozen=True)
class News:
    """One event: a number that grows, its name, and what is told."""

    number: int
    name: str
    data: object


def told_until(request: HttpRequest) -> int:
    """The number of the last event that a browser was told of; 0 where it knows of none. A page that was made
    at some number says it as `after`."""
    said = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 18 else 0


def stream(news: Iterable[News], *, watches: str) -> HttpResponse:
    """The answer of the view of a stream; `watches` as `site.watching` reads it."""
    events = [f"retry: {RETRY}\n\n"]
    events += [f"id: {one.number}\nevent: {one.name}\ndata: {json.dumps(one.data)}\n\n" for one in news]
    answer = HttpResponse("".join(events), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    answer[WATCHES] = watches
    return answer
