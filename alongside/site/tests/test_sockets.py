"""Sockets of calls open for whom the page lets in, from its own site, and close when it does so no more."""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from collections.abc import Iterable
from typing import Any

import pytest

from alongside.site import sockets
from alongside.site.bridge import Bridge
from alongside.site.sockets import GONE, REPLACED, Sockets

PATH = f"/call/{uuid.UUID(int=7)}/socket/"


class House:
    """A WSGI application whose page of standings knows people by their cookie."""

    def __init__(self) -> None:
        self.version, self.inside, self.asked = "1", {"gus", "xenia"}, 0
        self.noted: list[tuple[str, str]] = []
        self.seen: list[Any] = []

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        assert environ["PATH_INFO"] == PATH.replace("socket", "standing")
        self.asked += 1
        who = environ.get("HTTP_COOKIE", "")
        start("200 OK" if who in self.inside else "403 Forbidden", [])
        said = {"tenant": 1, "participant": who, "name": who, "may_draw": True, "ice": [], "engine": "mesh"}
        return [json.dumps(said | {"version": self.version}).encode()]


class Browser:
    """One end of a socket."""

    def __init__(self, app: Sockets, who: str, *, origin: str = "http://house", path: str = PATH) -> None:
        headers = [(b"host", b"house"), (b"origin", origin.encode()), (b"cookie", who.encode())]
        scope = {
            "type": "websocket", "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "ws",
            "http_version": "1.1", "headers": headers, "client": ("192.0.2.7", 1), "server": ("house", 80),
        }  # fmt: skip
        self.to: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.to.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(app(scope, self.to.get, self.sent.put))

    async def next(self) -> Any:
        message = await asyncio.wait_for(self.sent.get(), 5)
        return json.loads(message["text"]) if "text" in message else message

    async def until(self, kind: str) -> Any:
        while (message := await self.next())["type"] != kind:
            pass
        return message

    def say(self, **message: object) -> None:
        text = json.dumps(message, separators=(",", ":"))
        self.to.put_nowait({"type": "websocket.receive", "text": text})

    async def go(self) -> None:
        self.to.put_nowait({"type": "websocket.disconnect"})
        await self.task


def test_the_life_of_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "EACH", 0.02)
    monkeypatch.setattr(sockets, "SEEN", 0.05)
    house = House()
    bridge = Bridge(house, threads=2)
    recorded = [0]
    app = Sockets(
        bridge,
        bridge,
        latest=lambda: recorded[0],
        notes=sockets.Notes(
            dropped=lambda _, who: house.noted.append(("dropped", who)),
            back=lambda _, who: house.noted.append(("back", who)),
            seen=house.seen.append,
        ),
    )

    async def run() -> None:
        for stranger in (
            Browser(app, "eve"),
            Browser(app, "gus", origin="http://elsewhere"),
            Browser(app, "gus", path="/call/x/socket/"),
        ):
            assert await stranger.next() == {"type": "websocket.close", "code": GONE}
        tried = Browser(app, "eve", path=sockets.TRIED)
        assert [(await tried.next())["type"] for _ in range(2)] == ["websocket.accept", "websocket.close"]
        gus = Browser(app, "gus")
        hello = await gus.until("hello")
        assert (hello["others"], hello["ice"]) == ([], [])
        xenia = Browser(app, "xenia")
        assert [one["seat"] for one in (await xenia.until("hello"))["others"]] == [hello["you"]["seat"]]
        came = await gus.until("came")
        gus.say(type="again", to=came["seat"])
        assert await xenia.until("again") == {"type": "again", "from": hello["you"]["seat"]}
        # Who is there is noted again and again, for the time when nobody can say it.
        while {1: ["gus", "xenia"]} not in house.seen:
            await asyncio.sleep(0.01)
        # What a page changed is told when it was recorded, and at once to a room that is asked to look.
        house.version, recorded[0] = "2", 1
        await xenia.until("changed")
        await gus.until("changed")
        house.version = "3"
        xenia.say(type="look")
        await gus.until("changed")
        # Another page of the same guest takes the place of the first.
        again = Browser(app, "gus")
        await again.until("hello")
        assert (await gus.until("websocket.close"))["code"] == REPLACED
        await xenia.until("came")
        # Whoever may not be in the call any more loses an open socket (J26); the others are told.
        house.inside.discard("gus")
        recorded[0] = 2
        assert (await again.until("websocket.close"))["code"] == GONE
        await xenia.until("left")
        await xenia.go()
        assert (app.open, app.rooms) == ({}, {})

    asyncio.run(run())
    assert house.noted == [
        ("back", "gus"),
        ("back", "xenia"),
        ("back", "gus"),
        ("dropped", "gus"),
        ("dropped", "xenia"),
    ]


def test_nobody_is_told_of_who_comes_before_they_are_told_who_is_there() -> None:
    """As after a restart, when all come at once: else the one who came first would never see the second."""
    bridge = Bridge(House(), threads=4)
    late = threading.Event()

    def back(_: int, who: str) -> None:
        if who == "gus":
            late.wait(5)

    notes = sockets.Notes(dropped=lambda *_: None, back=back, seen=lambda _: None)
    app = Sockets(bridge, bridge, latest=lambda: 0, notes=notes)

    async def run() -> None:
        gus = Browser(app, "gus")
        while not app.open:
            await asyncio.sleep(0.01)
        xenia = Browser(app, "xenia")
        await xenia.until("hello")
        late.set()
        assert [(await gus.next())["type"] for _ in range(3)] == ["websocket.accept", "hello", "came"]
        for browser in (xenia, gus):
            await browser.go()

    asyncio.run(run())


def test_no_socket_tells_anything_of_a_case_whoever_asks() -> None:
    """By the channel of sockets every row of who sees a case answers alike: there is nothing (spec 2.3)."""
    house, number = House(), uuid.UUID(int=7)
    case = (f"/console/cases/{number}/", "/console/cases/", f"/for/{number}/console/cases/{number}/")
    owners = (f"/cases/{number}/", f"/for/{number}/cases/{number}/", f"/followed/{number.hex}~x/", "/api/")

    async def run() -> None:
        notes = sockets.Notes(dropped=_never, back=_never, seen=house.seen.append)
        app = Sockets(_none, Bridge(house, threads=1), latest=lambda: 0, notes=notes)
        for path in (*case, *owners):
            for who in ("gus", "nobody"):
                assert await Browser(app, who, path=path).next() == {"type": "websocket.close", "code": GONE}

    asyncio.run(run())
    assert house.asked == 0


async def _none(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError(scope["path"])


def _never(*said: object) -> None:
    raise AssertionError(said)
