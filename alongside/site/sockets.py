"""The sockets of calls. What is kept is done by pages; what goes through here is passed on at once.

Who somebody is in the call a page says too (`standing`), by the browser's own cookies: when the socket opens,
and again whenever anything was recorded anywhere. So whoever loses a right, is removed or signs out loses an
open socket with it. A waiting socket costs no thread and no connection.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from alongside.calls.engines import Relaying, engine
from alongside.calls.rooms import MOST_MALFORMED, RELAY, Full, Letter, Room, Seat
from alongside.site.bridge import Body, Bridge, Message, Receive, Scope, Send, environ

logger = logging.getLogger(__name__)

EACH = 1.0  # seconds between looks at whether anything was recorded
AT_LEAST = 15.0  # seconds after which a standing is asked for again all the same
SEEN = 15.0  # seconds between notes of who is connected still
# Whoever helps comes to a form by another way than the person, to the same room.
PATH = re.compile(
    r"(?:/for/[0-9a-f-]{36})?(/call/[0-9a-f-]{36}|/forms/[\w-]+/drafts/[0-9a-f-]{36}/side)/socket/"
)
TRIED = "/call/try/socket/"  # opens for everybody and closes at once: a test of the way needs no more
# Codes of closing; the page says what they mean.
GONE, REPLACED, FULL, MISBEHAVED = 4403, 4409, 4429, 4400

App = Callable[[Scope, Receive, Send], Awaitable[None]]
Note = Callable[[int, str], None]  # of a tenant's participant


@dataclass(frozen=True)
class Notes:
    """What is noted of sockets, each in a thread."""

    dropped: Note
    back: Note
    seen: Callable[[Mapping[int, Collection[str]]], None]  # participants by tenant, every so often


class Connection:
    """A socket that is open, and what its page said when it was last asked."""

    def __init__(self, scope: Scope, send: Send, standing: dict[str, Any]) -> None:
        self.scope, self.send, self.standing = scope, send, standing
        self.closing: int | None = None
        self.wake = asyncio.Event()

    async def tell(self, message: object) -> None:
        """One that is dead must not keep a message from the others."""
        try:
            await self.send({"type": "websocket.send", "text": json.dumps(message)})
        except Exception:
            self.close(GONE)

    def close(self, code: int) -> None:
        self.closing = self.closing or code
        self.wake.set()


class Sockets:
    """Answers sockets of calls; everything else goes on to `app`."""

    def __init__(self, app: App, bridge: Bridge, *, latest: Callable[[], int], notes: Notes) -> None:
        self.app, self.bridge, self.latest, self.notes = app, bridge, latest, notes
        self.rooms: dict[str, Room] = {}
        self.relaying: dict[str, Relaying] = {}  # by the paths of those rooms that need it
        self.open: dict[tuple[str, str], Connection] = {}
        self.seen = 0
        self._looking: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        await receive()  # that it wants to connect
        if scope["path"] == TRIED and own_origin(scope):
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": 1000})
            return
        named = PATH.fullmatch(scope["path"])
        path = named[1] if named else ""
        standing = await self._standing(scope) if named and own_origin(scope) else None
        if standing is None:
            await send({"type": "websocket.close", "code": GONE})
            return
        await send({"type": "websocket.accept"})
        room = self._room(path, standing["engine"])
        try:
            seat, before, letters = room.enter(
                standing["participant"], standing["name"], may_draw=standing["may_draw"], at=time.monotonic()
            )
        except Full:
            await send({"type": "websocket.close", "code": FULL})
            return
        connection = self.open[path, seat.id] = Connection(scope, send, standing)
        if before is not None and path in self.relaying:
            self.relaying[path].left(before.id)
        if before is not None and (path, before.id) in self.open:
            self.open[path, before.id].close(REPLACED)
        # Before anything is waited for: whoever comes next is told of after this, and not before.
        await self._deliver(path, [_with_ice(one, seat, standing) for one in letters])
        self._look()
        await self._note(self.notes.back, standing)
        await self._serve(path, room, seat, connection, receive)

    def _room(self, path: str, name: str) -> Room:
        if path not in self.rooms:
            carries = engine(name)
            relaying = carries.relaying(lambda to, message: self._deliver(path, [Letter(to, message)]))
            self.rooms[path] = Room(carries.most, relayed=relaying is not None)
            if relaying is not None:
                self.relaying[path] = relaying
        return self.rooms[path]

    async def _close_empty(self, path: str, room: Room) -> None:
        if not room.seats and self.rooms.get(path) is room:
            del self.rooms[path]
            relaying = self.relaying.pop(path, None)
            if relaying is not None:
                await relaying.close()

    async def _serve(
        self, path: str, room: Room, seat: Seat, connection: Connection, receive: Receive
    ) -> None:
        reading = asyncio.create_task(self._read(path, room, seat, connection, receive))
        watching = asyncio.create_task(self._watch(path, connection))
        try:
            await asyncio.wait([reading, watching], return_when=asyncio.FIRST_COMPLETED)
        finally:
            reading.cancel()
            watching.cancel()
            self.open.pop((path, seat.id), None)
            letters = room.leave(seat)
            if path in self.relaying:
                self.relaying[path].left(seat.id)
            await self._close_empty(path, room)
            if connection.closing != REPLACED:
                await self._note(self.notes.dropped, connection.standing)
            await self._deliver(path, letters)
            if connection.closing:
                with suppress(Exception):  # it is gone already
                    await connection.send({"type": "websocket.close", "code": connection.closing})

    async def _read(
        self, path: str, room: Room, seat: Seat, connection: Connection, receive: Receive
    ) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            text = message.get("text")
            await self._deliver(path, room.take(seat, text, at=time.monotonic()))
            if text == '{"type":"look"}':
                self._wake(path)
            if seat.malformed > MOST_MALFORMED:
                connection.close(MISBEHAVED)

    async def _watch(self, path: str, connection: Connection) -> None:
        """Ends when the socket is to be closed."""
        loop = asyncio.get_running_loop()
        seen, asked = self.seen, loop.time()
        while connection.closing is None:
            nudged = True
            try:
                await asyncio.wait_for(connection.wake.wait(), EACH)
                connection.wake.clear()
            except TimeoutError:
                nudged = False
            if connection.closing is not None:
                return
            if not nudged and self.seen == seen and loop.time() - asked < AT_LEAST:
                continue
            seen, asked = self.seen, loop.time()
            standing = await self._standing(connection.scope)
            if standing is None:
                connection.close(GONE)
            elif standing["version"] != connection.standing["version"]:
                connection.standing = standing
                await connection.tell({"type": "changed"})

    def _wake(self, path: str) -> None:
        for (where, _), connection in self.open.items():
            if where == path:
                connection.wake.set()

    async def _deliver(self, path: str, letters: Iterable[Letter]) -> None:
        for to, message in letters:
            if to == RELAY and path in self.relaying:
                self.relaying[path].take(message)
            connection = self.open.get((path, to))
            if connection is not None:
                await connection.tell(message)

    async def _standing(self, scope: Scope) -> dict[str, Any] | None:
        """What the call's page says of whoever the cookies name; None for somebody who may not be in it."""
        asked = scope | {
            "method": "GET",
            "path": scope["path"].removesuffix("socket/") + "standing/",
            "query_string": b"",
            "scheme": "https" if scope["scheme"] == "wss" else "http",
        }
        found: list[Message] = []

        async def keep(message: Message) -> None:
            found.append(message)

        await self.bridge.pass_on(environ(asked, Body(io.BytesIO(), 0)), keep)
        if found[0]["status"] != 200:
            return None
        said: dict[str, Any] = json.loads(b"".join(message.get("body", b"") for message in found[1:]))
        return said

    async def _note(self, note: Note, standing: dict[str, Any]) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self.bridge.pool, note, standing["tenant"], standing["participant"])
        except Exception:  # a note that is missing must not leave a seat taken by nobody
            logger.exception("sockets: what became of a connection could not be noted")

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._keep_looking())

    async def _keep_looking(self) -> None:
        """One look each second for all sockets of this process, while there is any."""
        loop = asyncio.get_running_loop()
        noted = loop.time()
        while self.open:
            try:
                self.seen = await loop.run_in_executor(self.bridge.pool, self.latest)
                if loop.time() - noted >= SEEN:
                    noted = loop.time()
                    await loop.run_in_executor(self.bridge.pool, self.notes.seen, self._present())
            except Exception:  # a database that is away for a moment; the next look finds it again
                logger.exception("sockets: the database could not be asked")
            await asyncio.sleep(EACH)

    def _present(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for connection in self.open.values():
            found[connection.standing["tenant"]].append(connection.standing["participant"])
        return dict(found)


def own_origin(scope: Scope) -> bool:
    """Whether a page of this very site opens the socket: browsers send cookies with those of any site."""
    said = {name: value.decode("latin-1") for name, value in scope["headers"]}
    try:
        return bool(urlsplit(said.get(b"origin", "")).netloc == said.get(b"host", "-"))
    except ValueError:
        return False


def _with_ice(letter: Letter, seat: Seat, standing: dict[str, Any]) -> Letter:
    if letter.to != seat.id:
        return letter
    return Letter(letter.to, {**letter.message, "ice": standing["ice"]})
