"""Keeping streams of events open: the only answers that do not end by themselves.

A view answers with the events there are now, as one would without a stream (`ui.streaming`), and says in a
header what it watches. Here the events are sent, and the view is asked again, by the browser's own cookies
and from the last event on, whenever there is something new of that. So rights are read with each event, a
waiting stream costs no thread and no connection, and all that is watched costs one look a second.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping

from alongside.site.bridge import Body, Bridge, Message, Receive, Scope, Send, environ
from alongside.ui.streaming import PATH, WATCHES

logger = logging.getLogger(__name__)

EACH = 1.0  # seconds between looks
BEAT = 15.0  # seconds between heart-beats, so that proxies keep the connection
LONGEST = 300.0  # seconds; then the browser comes again, and has to be signed in still

INNER = (b"content-length", WATCHES.lower().encode())  # headers that are not for browsers

_ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)


class Streams:
    """Answers streams, whose addresses end in `stream/`, for as long as their browsers listen; everything
    else goes by. `latest` says of what is watched what is the newest there is, as a number that grows."""

    def __init__(self, bridge: Bridge, *, latest: Callable[[Collection[str]], Mapping[str, int]]) -> None:
        self.bridge, self.latest = bridge, latest
        self.seen: Mapping[str, int] = {}
        self._looking: asyncio.Task[None] | None = None
        self._watched: Counter[str] = Counter()  # by how many open streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].endswith(PATH) or scope["method"] != "GET":
            await self.bridge(scope, receive, send)
            return
        answer = await self._ask(scope)
        watched = answer.watched
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": _headers(answer.headers)}
        )
        await send({"type": "http.response.body", "body": answer.body, "more_body": bool(watched)})
        if watched:
            await self._listen(scope, receive, send, answer.body, watched)

    async def _listen(self, scope: Scope, receive: Receive, send: Send, body: bytes, watched: str) -> None:
        gone = asyncio.create_task(_gone(receive))
        loop = asyncio.get_running_loop()
        end, beat, last = loop.time() + LONGEST, loop.time() + BEAT, _last(body, b"")
        told: int | None = None
        self._watched[watched] += 1
        self._look()
        try:
            while not gone.done() and loop.time() < end:
                await asyncio.wait([gone], timeout=EACH)
                if gone.done():
                    return
                newest = self.seen.get(watched)
                if newest != told:
                    told = newest
                    answer = await self._ask(_since(scope, last))
                    if not answer.watched:
                        break
                    if not (newer := _last(answer.body, b"")):  # it was not for this one
                        continue
                    last = newer
                    await _more(send, answer.body)
                elif loop.time() >= beat:
                    await _more(send, b": still here\n\n")
                else:
                    continue
                beat = loop.time() + BEAT
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._watched[watched] -= 1
            self._watched = +self._watched  # those that nobody watches take no place
            gone.cancel()

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._keep_looking())

    async def _keep_looking(self) -> None:
        """One look each second for all streams of this process, while there is any."""
        loop = asyncio.get_running_loop()
        while watched := tuple(+self._watched):
            try:
                self.seen = await loop.run_in_executor(self.bridge.pool, self.latest, watched)
            except Exception:  # the database is away: those who listen wait with it
                logger.exception("nothing new could be looked for")
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

    @property
    def watched(self) -> str:
        """What the stream watches; nothing for what is no stream, or not any more."""
        name = WATCHES.lower().encode()
        said = next((value for one, value in self.headers if one.lower() == name), b"")
        return said.decode("latin-1") if self.status == 200 else ""


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _more(send: Callable[[Message], Awaitable[None]], body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


def _headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [one for one in headers if one[0].lower() not in INNER]


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
