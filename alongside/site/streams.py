"""Keeping streams of events open: the only answers that do not end by themselves.

A view answers with the events there are now, as one would without a stream; here they are sent, and the
view is asked again, by the browser's own cookies and from the last event on, whenever `latest` has grown.
So rights are read with each event, and a waiting stream costs no thread and no connection.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Awaitable, Callable, Collection

from alongside.site.bridge import Body, Bridge, Message, Receive, Scope, Send, environ

EACH = 1.0  # seconds between looks
BEAT = 15.0  # seconds between heart-beats, so that proxies keep the connection
LONGEST = 300.0  # seconds; then the browser comes again, and has to be signed in still

_ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)


class Streams:
    """Answers what is asked of `paths` for as long as its browser listens; everything else goes by."""

    def __init__(self, bridge: Bridge, *, paths: Collection[str], latest: Callable[[], int]) -> None:
        self.bridge, self.paths, self.latest = bridge, paths, latest
        self.seen = 0
        self._looking: asyncio.Task[None] | None = None
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] not in self.paths or scope["method"] != "GET":
            await self.bridge(scope, receive, send)
            return
        answer = await self._ask(scope)
        listening = answer.status == 200
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": _headers(answer.headers)}
        )
        await send({"type": "http.response.body", "body": answer.body, "more_body": listening})
        if listening:
            await self._listen(scope, receive, send, answer.body)

    async def _listen(self, scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
        gone = asyncio.create_task(_gone(receive))
        loop = asyncio.get_running_loop()
        end, beat, told, last = loop.time() + LONGEST, loop.time() + BEAT, self.seen, _last(body, b"")
        self._open += 1
        self._look()
        try:
            while not gone.done() and loop.time() < end:
                await asyncio.wait([gone], timeout=EACH)
                if gone.done():
                    return
                if self.seen != told:
                    told = self.seen
                    answer = await self._ask(_since(scope, last))
                    if answer.status != 200:
                        break
                    newest = _last(answer.body, last)
                    if newest == last:  # it rang elsewhere
                        continue
                    last = newest
                    await _more(send, answer.body)
                elif loop.time() >= beat:
                    await _more(send, b": still here\n\n")
                else:
                    continue
                beat = loop.time() + BEAT
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._open -= 1
            gone.cancel()

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._keep_looking())

    async def _keep_looking(self) -> None:
        """One look each second for all streams of this process, while there is any."""
        loop = asyncio.get_running_loop()
        while self._open:
            self.seen = await loop.run_in_executor(self.bridge.pool, self.latest)
            await asyncio.sleep(EACH)

    async def _ask(self, scope: Scope) -> Answered:
        found: list[Message] = []

        async def keep(message: Message) -> None:
            found.append(message)

        await self.bridge.pass_on(environ(scope, _nothing()), keep)
        body = b"".join(message.get("body", b"") for message in found[1:])
        return Answered(found[0]["status"], found[0]["headers"], body)


class Answered:
    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _more(send: Callable[[Message], Awaitable[None]], body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


def _headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [one for one in headers if one[0] != b"content-length"]


def _last(body: bytes, before: bytes) -> bytes:
    ids = _ID.findall(body)
    return ids[-1] if ids else before


def _since(scope: Scope, last: bytes) -> Scope:
    """The same question, from the last event on."""
    if not last:
        return scope
    others = [one for one in scope["headers"] if one[0] != b"last-event-id"]
    return scope | {"headers": [*others, (b"last-event-id", last)]}


def _nothing() -> Body:
    return Body(io.BytesIO(), 0)
