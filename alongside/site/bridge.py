"""From the server's asynchronous side to Django's WSGI handler, in one pool of threads.

Django's ASGI handler costs twice as much for views that are plain functions. A request gets a thread
when all of it has arrived and gives it back before the answer is sent, so that neither slow senders
nor slow readers hold up anybody; and it changes sides once, which is most of what a general bridge costs.
"""

from __future__ import annotations

import asyncio
import contextvars
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

Message = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
WSGI = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

LARGEST_BODY = 10 * 2**20  # bytes; Django's own limit for forms without files is stricter
SLOWEST_BODY, SLOWEST_UPLOAD = 30.0, 1800.0  # seconds
AT_ONCE = 2**18  # bytes of an answer that are made before any is sent


class Gone(Exception):
    """The sender went away before all of the request had arrived: half a form must not be handed in."""


class Answer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    rest: Iterator[bytes] | None  # what is not made yet; only files are that long
    close: Callable[[], None]


class Body(NamedTuple):
    """What came with a request: in memory, or in a file of its own when it is long."""

    file: BinaryIO
    size: int


class Bridge:
    """A WSGI application as an ASGI one that answers HTTP and nothing else.

    `uploads` are the addresses that take long files, and how long (bytes).
    """

    def __init__(
        self, application: WSGI, *, threads: int, uploads: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self.application = application
        self.uploads = uploads
        self.pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["query_string"].isascii():
            await refuse(send, 400, "The address is not one.")
            return
        largest, slowest = LARGEST_BODY, SLOWEST_BODY
        if announced(scope) > LARGEST_BODY and await self.lets_in(scope):
            largest, slowest = self.uploads[scope["path"]], SLOWEST_UPLOAD
        try:
            async with asyncio.timeout(slowest):
                body = await read(receive, largest)
        except TimeoutError:
            await refuse(send, 408, "The request took too long to arrive.")
        except Gone:
            return
        else:
            if body is None:
                await refuse(send, 413, f"The request is larger than {largest // 2**20} MB.")
                return
            with body.file:
                await self.pass_on(environ(scope, body), send)

    async def lets_in(self, scope: Scope) -> bool:
        """Whether a long file may come in here: where one may be sent, from whoever would get the page.
        Nobody else can fill the disk."""
        if scope["method"] != "POST" or scope["path"] not in self.uploads:
            return False
        asked = environ(scope | {"method": "HEAD"}, Body(io.BytesIO(), 0))
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self.pool, context.run, self.answer, asked)
        if answer.rest is not None:
            await loop.run_in_executor(self.pool, context.run, answer.close)
        return answer.status == 200

    async def pass_on(self, environ: Environ, send: Send) -> None:
        """Have the answer made in a thread, and send it from here."""
        loop = asyncio.get_running_loop()
        # A context of its own: nothing that a request sets can be seen by the next one on its thread.
        context = contextvars.copy_context()
        answer = await loop.run_in_executor(self.pool, context.run, self.answer, environ)
        start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        await send(start)
        more = answer.rest is not None
        await send({"type": "http.response.body", "body": answer.body, "more_body": more})
        if answer.rest is None:
            return
        try:
            while more:
                part, more = await loop.run_in_executor(self.pool, context.run, take, answer.rest)
                await send({"type": "http.response.body", "body": part, "more_body": more})
        finally:
            await loop.run_in_executor(self.pool, context.run, answer.close)

    def answer(self, environ: Environ) -> Answer:
        """Ask the application; runs in a thread, and leaves nothing of the request behind in it."""
        begun: list[tuple[int, list[tuple[bytes, bytes]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
            begun.append(
                (int(status[:3]), [(encoded(name.lower()), encoded(value)) for name, value in headers])
            )

        parts = self.application(environ, start_response)
        close: Callable[[], None] = getattr(parts, "close", lambda: None)
        try:
            rest = iter(parts)
            body, more = take(rest)
        except BaseException:
            close()
            raise
        status, headers = begun[-1]
        if not more:
            close()
            if status not in (204, 304) and all(name != b"content-length" for name, _ in headers):
                headers.append((b"content-length", encoded(str(len(body)))))
        return Answer(status, headers, body, rest if more else None, close)


def take(parts: Iterator[bytes]) -> tuple[bytes, bool]:
    """Some of an answer, and whether there may be more."""
    taken: list[bytes] = []
    size = 0
    for part in parts:
        taken.append(part)
        size += len(part)
        if size >= AT_ONCE:
            return b"".join(taken), True
    return b"".join(taken), False


def announced(scope: Scope) -> int:
    """How long the body is said to be; 0 when nothing is said."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


async def read(receive: Receive, largest: int = LARGEST_BODY) -> Body | None:
    """The whole body, or None when it is larger than it may be. Raises `Gone`."""
    parts: list[bytes] = []
    file: BinaryIO = io.BytesIO()
    size = 0
    try:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            part = message.get("body", b"")
            size += len(part)
            if size > largest:
                file.close()
                return None
            parts.append(part)
            if size > LARGEST_BODY:  # too much for the memory
                file = _moved(file, parts)
                parts.clear()
            if not message.get("more_body", False):
                break
    except BaseException:
        file.close()
        raise
    if isinstance(file, io.BytesIO):
        return Body(io.BytesIO(b"".join(parts)), size)
    file.writelines(parts)
    file.seek(0)
    return Body(file, size)


def _moved(file: BinaryIO, parts: Iterable[bytes]) -> BinaryIO:
    """The parts behind what is on the disk already."""
    if isinstance(file, io.BytesIO):
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed when it has been read)
    file.writelines(parts)
    return file


async def refuse(send: Send, status: int, text: str) -> None:
    body = f"{text}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", encoded(str(len(body)))),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def environ(scope: Scope, body: Body) -> Environ:
    """The request in WSGI's words (PEP 3333)."""
    host, port = scope.get("server") or ("localhost", 80)
    address = (scope.get("client") or ("", 0))[0]
    made: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("ascii"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body.file,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        # With underscores, `X_Real_IP` could pass for a header that only the proxy may set.
        if "_" in name:
            continue
        key = PLAIN.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        if key in made:
            value = f"{made[key]}{';' if name == 'cookie' else ','}{value}"
        made[key] = value
    made["CONTENT_LENGTH"] = str(body.size)  # also of a body that came in pieces
    return made


PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def encoded(text: str) -> bytes:
    return text.encode("latin-1")
