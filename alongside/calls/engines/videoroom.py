"""One call in Janus's VideoRoom: each browser sends once, to Janus, and is sent the others by it.

To a browser it looks as if the others connected to it: an offer comes `from` each of them, and the answer
goes back `to` them; its own picture it offers to `RELAY`. So browsers do the same as in a mesh.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from alongside.calls.engines.janus import Declined, Link, Lost, Said
from alongside.calls.rooms import RELAY

BITRATE = 1_500_000  # of each picture, bits a second
LONGEST_WAIT = 5.0  # seconds between looks whether Janus is there again

Tell = Callable[[str, Mapping[str, Any]], Awaitable[None]]


class VideoRoom:
    """Does one thing after the other, in the order in which browsers asked."""

    def __init__(self, link: Link, tell: Tell, *, most: int, admin_key: str = "") -> None:
        self.link, self.tell, self.most, self.admin_key = link, tell, most, admin_key
        self.number = secrets.randbits(52) + 1
        self._secret = secrets.token_urlsafe(24)  # of the room: nobody else ends it
        self._owner = self._opened = (
            0  # the house's own handle; in which opening of the link the room was made
        )
        self._sent: dict[str, tuple[int, int]] = {}  # by seat: the handle it sends to, and its number there
        self._seen: dict[tuple[str, str], int] = {}  # by who sees and who is seen: a handle
        self._here: set[str] = set()
        self._epochs = itertools.count(1)
        self._numbers = itertools.count(1)
        self._waiting: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue()
        self._doing = asyncio.create_task(self._work())
        self._returning: asyncio.Task[None] | None = None
        link.lost_by.add(self._lost)

    def take(self, message: Mapping[str, Any]) -> None:
        seat, about, kind = message["from"], message["to"], message["type"]
        if kind == "offer" and about == RELAY:
            self._here.add(seat)
            self._waiting.put_nowait(lambda: self._send(seat, message["epoch"], message["sdp"]))
        elif kind == "answer":
            self._waiting.put_nowait(lambda: self._see(seat, about, message["sdp"]))
        elif kind == "candidate":
            self._waiting.put_nowait(lambda: self._trickle(seat, about, message))
        elif kind == "again":
            self._waiting.put_nowait(lambda: self._offer(seat, about))

    def left(self, seat: str) -> None:
        self._here.discard(seat)
        self._waiting.put_nowait(lambda: self._forget(seat))

    async def close(self) -> None:
        self.link.lost_by.discard(self._lost)
        if self._returning is not None:
            self._returning.cancel()
        self._waiting.put_nowait(self._destroy)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._waiting.join(), LONGEST_WAIT)
        self._doing.cancel()

    async def _work(self) -> None:
        while True:
            do = await self._waiting.get()
            # What went wrong with one browser is mended when it asks again, and is nothing to the others.
            with suppress(Lost, Declined):
                await do()
            self._waiting.task_done()

    async def _send(self, seat: str, epoch: int, sdp: str) -> None:
        """Somebody's own picture: to Janus, and then to everybody else."""
        await self._open()
        await self._drop_sender(seat)
        handle, number = await self.link.attach(), next(self._numbers)
        body = {"request": "joinandconfigure", "ptype": "publisher", "room": self.number, "id": number}
        _, answer = await self.link.say(handle, body, sdp={"type": "offer", "sdp": sdp})
        if seat not in self._here:
            await self._detach(handle)
            return
        self._sent[seat] = handle, number
        await self.tell(seat, {"type": "answer", "from": RELAY, "epoch": epoch, "sdp": answer["sdp"]})
        for other in [one for one in self._sent if one != seat]:
            await self._offer(other, seat)
            await self._offer(seat, other)

    async def _offer(self, seat: str, about: str) -> None:
        """Offer somebody the picture of another."""
        if seat not in self._here or about not in self._sent:
            return
        await self._detach(self._seen.pop((seat, about), 0))
        handle = await self.link.attach()
        self._seen[seat, about] = handle
        streams = [{"feed": self._sent[about][1]}]
        body = {"request": "join", "ptype": "subscriber", "room": self.number, "streams": streams}
        _, offer = await self.link.say(handle, body)
        sdp = {"epoch": next(self._epochs), "sdp": offer["sdp"]}
        await self.tell(seat, {"type": "offer", "from": about, **sdp})

    async def _see(self, seat: str, about: str, sdp: str) -> None:
        handle = self._seen.get((seat, about))
        if handle is not None:
            await self.link.say(handle, {"request": "start"}, sdp={"type": "answer", "sdp": sdp})

    async def _trickle(self, seat: str, about: str, message: Mapping[str, Any]) -> None:
        sending = self._sent.get(seat, (0, 0))[0]
        handle = sending if about == RELAY else self._seen.get((seat, about), 0)
        if handle and message["candidate"]:
            found: Said = {"candidate": message["candidate"], "sdpMid": message["mid"]}
            await self.link.trickle(handle, found | {"sdpMLineIndex": message["line"]})

    async def _forget(self, seat: str) -> None:
        await self._drop_sender(seat)
        for pair in [one for one in self._seen if one[0] == seat]:
            await self._detach(self._seen.pop(pair))

    async def _drop_sender(self, seat: str) -> None:
        for pair in [one for one in self._seen if one[1] == seat]:
            await self._detach(self._seen.pop(pair))
        await self._detach(self._sent.pop(seat, (0, 0))[0])

    async def _detach(self, handle: int) -> None:
        with suppress(Declined):  # it is gone already
            if handle:
                await self.link.detach(handle)

    async def _open(self) -> None:
        """Make the room, once in each opening of the link."""
        await self.link.open()
        if self._opened == self.link.opened:
            return
        self._sent.clear()
        self._seen.clear()
        self._owner = await self.link.attach()
        body = {"request": "create", "room": self.number, "secret": self._secret, "is_private": True}
        limits = {"publishers": self.most, "bitrate": BITRATE, "audiocodec": "opus", "videocodec": "vp8"}
        key = {"admin_key": self.admin_key} if self.admin_key else {}
        await self.link.say(self._owner, body | limits | key)
        self._opened = self.link.opened

    async def _destroy(self) -> None:
        if self._opened == self.link.opened and self._owner:
            body = {"request": "destroy", "room": self.number, "secret": self._secret}
            await self.link.say(self._owner, body)
            await self._detach(self._owner)

    def _lost(self) -> None:
        self._sent.clear()
        self._seen.clear()
        if self._returning is None or self._returning.done():
            self._returning = asyncio.create_task(self._come_back())

    async def _come_back(self) -> None:
        """When Janus is there again, everybody is asked to send again."""
        wait = 0.25
        while True:
            await asyncio.sleep(wait)
            with suppress(Lost, Declined):
                await self.link.open()
                break
            wait = min(2 * wait, LONGEST_WAIT)
        for seat in list(self._here):
            await self.tell(seat, {"type": "again", "from": RELAY})
