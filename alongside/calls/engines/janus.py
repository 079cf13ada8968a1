"""The conversation with a Janus server: one socket and one session for all calls of this process.

Nothing of Django. Janus keeps sessions and rooms in memory: when the socket is lost, all of it is, and
whoever used it begins anew.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection as Waiting
from websockets.sync.client import connect as connect_and_wait
from websockets.typing import Subprotocol

PROTOCOL = Subprotocol("janus-protocol")
PLUGIN = "janus.plugin.videoroom"
PATIENCE = 5.0  # seconds for an answer
ALIVE = 25.0  # seconds between signs of life; Janus forgets a session after 60
# Seconds that what was found out about its health holds. A call that begins with a server that has just died
# would wait for it, and asking takes a few milliseconds.
WELL, ILL = 1.0, 3.0
NO_SUCH_SESSION = 458
_DONE_BY_ACK = frozenset({"trickle", "keepalive"})

Said = dict[str, Any]


class Lost(Exception):
    """Janus does not answer, or what was begun with it is no more."""


class Declined(Exception):
    """Janus answered that it does not do that."""


class Link:
    """Opens by itself when somebody asks; many may ask at once."""

    def __init__(self, address: str, secret: str) -> None:
        self.address, self.secret = address, secret
        self.lost_by: set[Callable[[], None]] = set()  # told when everything is gone
        self.opened = 0  # how often; a room of an earlier opening is no more
        self._socket: ClientConnection | None = None
        self._session = 0
        self._answers: dict[str, _Answer] = {}
        self._numbers = itertools.count(1)
        self._opening = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def attach(self) -> int:
        """A handle: one browser's connection to Janus, or the house's own to make rooms."""
        answer = await self._ask({"janus": "attach", "plugin": PLUGIN})
        number: int = answer["data"]["id"]
        return number

    async def say(self, handle: int, body: Said, *, sdp: Said | None = None) -> tuple[Said, Said]:
        """What the plugin answers, and its description of a session where it gives one."""
        said: Said = {"janus": "message", "handle_id": handle, "body": body}
        answer = await self._ask(said | ({"jsep": sdp} if sdp else {}))
        told: Said = answer.get("plugindata", {}).get("data", {})
        if "error_code" in told:
            raise Declined(f"{told['error_code']}: {told.get('error', '')}")
        return told, answer.get("jsep", {})

    async def trickle(self, handle: int, candidate: Said) -> None:
        await self._ask({"janus": "trickle", "handle_id": handle, "candidate": candidate})

    async def detach(self, handle: int) -> None:
        await self._ask({"janus": "detach", "handle_id": handle})

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def open(self) -> None:
        """Raises `Lost` while Janus is not there."""
        async with self._opening:
            if self._socket is not None:
                return
            try:
                socket = await connect(
                    self.address, subprotocols=[PROTOCOL], open_timeout=PATIENCE, max_size=2**20
                )
            except (OSError, WebSocketException) as problem:
                raise Lost(str(problem)) from None
            self._socket = socket
            self._begin(self._read(socket))
            try:
                answer = await self._send({"janus": "create"})
            except (Lost, Declined):
                await socket.close()
                raise
            self._session = answer["data"]["id"]
            self.opened += 1
            self._begin(self._keep_alive(socket))

    async def _ask(self, said: Said) -> Said:
        await self.open()
        return await self._send(said | {"session_id": self._session})

    async def _send(self, said: Said) -> Said:
        socket = self._socket
        if socket is None:
            raise Lost("the connection is gone")
        name = str(next(self._numbers))
        secret = {"apisecret": self.secret} if self.secret else {}
        answer = self._answers[name] = _Answer(said["janus"] in _DONE_BY_ACK)
        try:
            await socket.send(json.dumps(said | secret | {"transaction": name}))
            found = await asyncio.wait_for(answer.future, PATIENCE)
        except (OSError, WebSocketException, TimeoutError) as problem:
            raise Lost(str(problem)) from None
        finally:
            self._answers.pop(name, None)
        if found["janus"] == "error":
            if found["error"].get("code") == NO_SUCH_SESSION:
                await socket.close()
                raise Lost("the session is gone")
            raise Declined(f"{found['error'].get('code')}: {found['error'].get('reason')}")
        return found

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                said = json.loads(text)
                answer = self._answers.get(said.get("transaction", ""))
                if answer is not None:
                    answer.take(said)
        except WebSocketException:
            pass
        finally:
            self._forget(socket)

    def _forget(self, socket: ClientConnection) -> None:
        if self._socket is not socket:
            return
        self._socket = None
        for answer in self._answers.values():
            if not answer.future.done():
                answer.future.set_exception(Lost("the connection is gone"))
        for tell in list(self.lost_by):
            tell()

    async def _keep_alive(self, socket: ClientConnection) -> None:
        while self._socket is socket:
            await asyncio.sleep(ALIVE)
            with suppress(Lost, Declined):
                if self._socket is socket:
                    await self._ask({"janus": "keepalive"})

    def _begin(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Answer:
    """What is waited for. A message is acknowledged first, and answered later by an event."""

    def __init__(self, done_by_ack: bool) -> None:
        self.done_by_ack = done_by_ack
        self.future: asyncio.Future[Said] = asyncio.get_running_loop().create_future()

    def take(self, said: Said) -> None:
        if not self.future.done() and (self.done_by_ack or said["janus"] != "ack"):
            self.future.set_result(said)


class Health:
    """Whether Janus answers, knows the secret, and has rooms for video; found out anew every few seconds."""

    def __init__(self, address: str, secret: str) -> None:
        self.address, self.secret = address, secret
        self._until, self._good = 0.0, False

    def good(self) -> bool:
        if time.monotonic() >= self._until:
            self._good = self._asked()
            self._until = time.monotonic() + (WELL if self._good else ILL)
        return self._good

    def _asked(self) -> bool:
        try:
            with connect_and_wait(
                self.address, subprotocols=[PROTOCOL], open_timeout=1, close_timeout=0.1
            ) as socket:
                session = {"session_id": self._told(socket, {"janus": "create"})["id"]}
                self._told(socket, {"janus": "attach", "plugin": PLUGIN, **session})
                self._told(socket, {"janus": "destroy", **session})
                return True
        except (OSError, WebSocketException, TimeoutError, KeyError, ValueError):
            return False

    def _told(self, socket: Waiting, said: Mapping[str, Any]) -> Said:
        socket.send(json.dumps({**said, "transaction": "health", "apisecret": self.secret}))
        answer = json.loads(socket.recv(timeout=1))
        if answer["janus"] != "success":
            raise ValueError(answer)
        found: Said = answer.get("data", {})
        return found
