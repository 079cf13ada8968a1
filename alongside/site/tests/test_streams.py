"""A stream stays open, beats, tells what happened since, and ends when its reader may read no more."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from typing import Any

import pytest
from django.db import OperationalError

from alongside.site import streams
from alongside.site.bridge import Bridge
from alongside.site.server import line
from alongside.site.streams import Streams

PATH = "/console/calls/stream/"
SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "GET",
    "path": PATH,
    "raw_path": PATH.encode(),
    "query_string": b"q=01632960123",
    "http_version": "1.1",
    "scheme": "http",
    "headers": [],
    "client": ("192.0.2.7", 1),
    "server": ("localhost", 80),
}


class House:
    """A WSGI application that tells of numbered events."""

    def __init__(self) -> None:
        self.events: list[int] = [1]
        self.status = "200 OK"
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        last = environ.get("HTTP_LAST_EVENT_ID", "0")
        self.asked.append(last)
        start(self.status, [("Content-Type", "text/event-stream"), ("X-Alongside-Watches", "calls")])
        return [b"".join(b"id: %d\ndata: x\n\n" % one for one in self.events if one > int(last))]


def listened(
    house: House, monkeypatch: pytest.MonkeyPatch, *, method: str = "GET", stop_after: int
) -> list[Any]:
    for name, seconds in (("EACH", 0.01), ("BEAT", 0.05), ("LONGEST", 5.0)):
        monkeypatch.setattr(streams, name, seconds)
    app = Streams(Bridge(house, threads=2), latest=lambda watched: dict.fromkeys(watched, house.events[-1]))
    sent: list[Any] = []

    async def run() -> None:
        enough = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if method != "GET" and not sent:
                return {"type": "http.request", "body": b""}
            await enough.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)
            if len(sent) == 3:
                house.events.append(2)
            if len(sent) == stop_after - 1 and stop_after > 4:
                house.status = "302 Found"
                house.events.append(3)
            if len(sent) >= stop_after:
                enough.set()

        await asyncio.wait_for(app(SCOPE | {"method": method}, receive, send), 10)

    asyncio.run(run())
    return sent


def test_what_happens_is_told_from_the_last_event_on(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    sent = listened(house, monkeypatch, stop_after=4)

    bodies = b"".join(message.get("body", b"") for message in sent)
    assert (bodies.count(b"id: 1"), bodies.count(b"id: 2")) == (1, 1)
    assert b"still here" in bodies
    assert house.asked[0] == "0"
    assert set(house.asked[1:]) <= {"1"}


def test_a_stream_ends_with_its_readers_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = listened(House(), monkeypatch, stop_after=6)

    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


def test_other_requests_go_by(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = listened(House(), monkeypatch, method="POST", stop_after=2)

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


def test_no_log_line_holds_a_number() -> None:
    assert "1632" not in line(SCOPE, 200, 0.1)


def test_only_what_is_watched_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happened to another thing asks nothing of the view; a look that fails ends no stream."""
    monkeypatch.setattr(streams, "EACH", 0.01)
    house, looks = House(), 0

    def latest(watched: Collection[str]) -> dict[str, int]:
        nonlocal looks
        looks += 1
        assert set(watched) == {"calls"}
        if looks == 3:
            raise OperationalError("away")
        return {"calls": 1, "3 case:1": looks}

    async def run() -> None:
        done = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await done.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            pass

        app = Streams(Bridge(house, threads=2), latest=latest)
        stream = asyncio.create_task(app(SCOPE, receive, send))
        while looks < 6:
            await asyncio.sleep(0.01)
        done.set()
        await asyncio.wait_for(stream, 10)

    asyncio.run(run())
    assert house.asked == ["0", "1"]  # to begin with, and once it was known what is the newest


def test_browsers_are_not_told_what_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = listened(House(), monkeypatch, stop_after=2)[0]
    assert dict(begun["headers"]).keys() == {b"content-type"}
