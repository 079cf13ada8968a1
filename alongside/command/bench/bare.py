"""The least that lets two pages see each other: one page, and a socket that passes on what each says."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

PAGE = (Path(__file__).parents[2] / "command/bench/bare.html").read_bytes()


@contextmanager
def bare_program() -> Iterator[str]:
    """The address of such a program, while the body lasts; each path below it is a room of its own."""
    rooms: dict[str, set[ServerConnection]] = defaultdict(set)

    def pass_on(connection: ServerConnection) -> None:
        room = rooms[connection.request.path if connection.request else ""]
        room.add(connection)
        try:
            for message in connection:
                for other in room - {connection}:
                    other.send(message)
        except ConnectionClosed:
            pass
        finally:
            room.discard(connection)

    with serve(pass_on, "127.0.0.1", 0, process_request=_page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        finally:
            server.shutdown()
            thread.join()


def _page(_: ServerConnection, request: Request) -> Response | None:
    if request.headers.get("Upgrade"):
        return None
    headers = Headers({"Content-Type": "text/html", "Content-Length": str(len(PAGE)), "Connection": "close"})
    return Response(200, "OK", headers, PAGE)
