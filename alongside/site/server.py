"""The product as a server runs it."""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from alongside.calls import connections
from alongside.lib.network import truncated
from alongside.site.bridge import Bridge, Message, Receive, Scope, Send
from alongside.site.sockets import Notes, Sockets
from alongside.site.streams import Streams
from alongside.site.watching import latest

App = Callable[[Scope, Receive, Send], Awaitable[None]]


# Addresses that take files of any length, from whoever would get the page there.
TAKE_LONG_FILES = ("console:imports", "console:contact_files")


def application(*, threads: int, log_access: bool = False) -> App:
    """The product as an ASGI application that answers this many requests at once."""
    django: Any = get_wsgi_application()  # its types say the same as ours in other words
    uploads = dict.fromkeys(map(reverse, TAKE_LONG_FILES), settings.LARGEST_UPLOAD)
    bridge = Bridge(django, threads=threads, uploads=uploads)
    app: App = Streams(bridge, latest=latest)
    app = AccessLog(app) if log_access else app
    connections.begin()
    notes = Notes(dropped=connections.dropped, back=connections.back, seen=connections.seen)
    return Sockets(app, bridge, latest=connections.latest, notes=notes)


class AccessLog:
    """Writes a line for each request: when, from which network, what, status, milliseconds.

    Never the query: a screen pop carries a telephone number there (security.md T-05).
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.monotonic()
        status, request = 0, ""

        async def noting(message: Message) -> None:
            nonlocal status, request
            status = message.get("status", status)
            for name, value in message.get("headers", ()):
                if name.lower() == b"x-request-id":
                    request = value.decode("ascii")
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            sys.stdout.write(line(scope, status, time.monotonic() - begun, request))
            sys.stdout.flush()


def line(scope: Scope, status: int, seconds: float, request: str = "") -> str:
    """`request` is the id under which the request stands in the history, if somebody was signed in."""
    network = truncated((scope.get("client") or ("",))[0]) or "-"
    path = scope["raw_path"].decode("ascii", "replace")  # as it was sent: no line breaks can be in it
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    known = f" {request}" if request else ""
    return f"{at} {network} {scope['method']} {path} {status} {seconds * 1000:.0f} ms{known}\n"
