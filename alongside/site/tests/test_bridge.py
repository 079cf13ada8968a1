"""The way from the server to Django: whole requests, in one pool of threads."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from alongside.site import bridge
from alongside.site.bridge import Bridge, Environ, Message, Scope
from alongside.site.server import line

Start = Callable[[str, list[tuple[str, str]]], object]


def scope(**changed: Any) -> Scope:
    return {
        "type": "http",
        "method": "POST",
        "http_version": "1.1",
        "scheme": "http",
        "path": "/forms/é/",
        "raw_path": b"/forms/%C3%A9/",
        "query_string": b"q=01752",
        "headers": [],
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.77", 5000),
    } | changed


def ask(
    application: Callable[[Environ, Start], Iterable[bytes]], *messages: Message, **changed: Any
) -> list[Message]:
    """What the bridge sends when these messages arrive."""
    sent: list[Message] = []

    async def exchange() -> None:
        arriving = iter(messages or ({"type": "http.request", "body": b""},))

        async def receive() -> Message:
            await asyncio.sleep(0)
            return next(arriving)

        async def send(message: Message) -> None:
            sent.append(message)

        await Bridge(application, threads=2)(scope(**changed), receive, send)

    asyncio.run(exchange())
    return sent


def piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def echo(environ: Environ, start: Start) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


def test_a_body_that_comes_in_pieces_is_passed_on_whole() -> None:
    sent = ask(echo, piece(b"one ", more=True), piece(b"two", more=False))
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"7")]
    assert sent == [
        {"type": "http.response.start", "status": 200, "headers": headers},
        {"type": "http.response.body", "body": b"one two", "more_body": False},
    ]


def test_half_a_request_is_not_passed_on() -> None:
    def never(environ: Environ, start: Start) -> Iterable[bytes]:
        raise AssertionError

    assert ask(never, piece(b"one ", more=True), {"type": "http.disconnect"}) == []


@pytest.mark.parametrize(
    ("messages", "changed", "status"),
    [
        ([piece(b"x" * (bridge.LARGEST_BODY + 1), more=False)], {}, 413),
        ([], {"query_string": b"q=\xff"}, 400),
    ],
)
def test_what_cannot_be_passed_on_is_answered_at_once(
    messages: list[Message], changed: dict[str, Any], status: int
) -> None:
    assert ask(echo, *messages, **changed)[0]["status"] == status


def test_a_request_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "SLOWEST_BODY", 0.01)
    forever = [piece(b"", more=True)] * 100_000
    assert ask(echo, *forever)[0]["status"] == 408


def test_the_environment_is_that_of_wsgi_and_underscores_pass_for_no_header() -> None:
    seen: list[Environ] = []

    def look(environ: Environ, start: Start) -> Iterable[bytes]:
        seen.append(environ)
        start("204 No Content", [])
        return []

    headers = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x-real-ip", b"a"), (b"x_real_ip", b"b")]
    ask(look, headers=[*headers, (b"content-type", b"text/html"), (b"content-length", b"7")])
    expected = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/forms/é/".encode().decode("latin-1"),
        "QUERY_STRING": "q=01752",
        "REMOTE_ADDR": "192.0.2.77",
        "CONTENT_TYPE": "text/html",
        "CONTENT_LENGTH": "0",
        "HTTP_COOKIE": "a=1;b=2",
        "HTTP_X_REAL_IP": "a",
    }
    assert {name: seen[0][name] for name in expected} == expected


def test_a_long_answer_is_sent_while_it_is_made_and_closed_at_the_end() -> None:
    class Long:
        closed = 0

        def __iter__(self) -> Iterator[bytes]:
            return iter([b"x" * bridge.AT_ONCE] * 3)

        def close(self) -> None:
            self.closed += 1

    answer = Long()

    def long(environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return answer

    sent = ask(long)
    assert [len(message.get("body", b"")) for message in sent] == [0, *[bridge.AT_ONCE] * 3, 0]
    assert [message.get("more_body") for message in sent] == [None, True, True, True, False]
    assert answer.closed == 1


def test_nothing_a_request_sets_is_seen_by_the_next_one_on_its_thread() -> None:
    left = ContextVar("left", default="nothing")
    seen: set[tuple[str, str]] = set()

    def leave(environ: Environ, start: Start) -> Iterable[bytes]:
        seen.add((threading.current_thread().name, left.get()))
        left.set("something")
        start("200 OK", [])
        return []

    async def twice() -> None:
        app = Bridge(leave, threads=1)

        async def receive() -> Message:
            return piece(b"", more=False)

        async def send(message: Message) -> None:
            pass

        await app(scope(), receive, send)
        await app(scope(), receive, send)

    asyncio.run(twice())
    assert seen == {("request_0", "nothing")}


def test_the_access_log_has_no_query_and_no_whole_address() -> None:
    at, rest = line(scope(), 200, 0.0123).split(" ", 1)
    assert len(at) == len("2026-11-22T20:15:00Z")
    assert rest == "192.0.2.0/24 POST /forms/%C3%A9/ 200 12 ms\n"


class TestALongFile:
    """It may be sent to few addresses, and by whoever would get the page there."""

    LONG = bridge.LARGEST_BODY + 3

    def send(
        self, *, path: str = "/files/", size: int = LONG, status: str = "200 OK"
    ) -> tuple[int, list[str]]:
        asked: list[str] = []

        def application(environ: Environ, start: Start) -> Iterable[bytes]:
            asked.append(environ["REQUEST_METHOD"])
            start(status if environ["REQUEST_METHOD"] == "HEAD" else "200 OK", [])
            if environ["REQUEST_METHOD"] == "HEAD":
                return [b""]
            file = environ["wsgi.input"]
            assert not isinstance(file, io.BytesIO)
            assert file.read(5) == b"xxxxx"
            assert 5 + len(file.read()) == int(environ["CONTENT_LENGTH"]) == size
            return [b"kept"]

        pieces = [b"x" * 2**20] * (size // 2**20) + [b"x" * (size % 2**20)]
        messages = [piece(part, more=True) for part in pieces] + [piece(b"", more=False)]
        length = [(b"content-length", str(size).encode())]
        sent: list[Message] = []

        async def exchange() -> None:
            arriving = iter(messages)

            async def receive() -> Message:
                return next(arriving)

            async def send(message: Message) -> None:
                sent.append(message)

            uploads = {"/files/": 12 * 2**20}
            found = Bridge(application, threads=2, uploads=uploads)
            await found(scope(path=path, headers=length), receive, send)

        asyncio.run(exchange())
        return sent[0]["status"], asked

    def test_is_read_from_the_disk(self) -> None:
        assert self.send() == (200, ["HEAD", "POST"])

    def test_is_not_taken_from_whoever_gets_no_page(self) -> None:
        assert self.send(status="404 Not Found") == (413, ["HEAD"])

    def test_is_not_taken_elsewhere(self) -> None:
        assert self.send(path="/elsewhere/") == (413, [])

    def test_is_only_so_long(self) -> None:
        assert self.send(size=12 * 2**20 + 1) == (413, ["HEAD"])
