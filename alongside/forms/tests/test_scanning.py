"""The scanner's protocol, spoken with a small daemon over both kinds of socket."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alongside.forms import scanning
from alongside.forms.scanning import Infected, Unanswered, look

BAD = b"a-signature-that-nobody-writes"


class Daemon(socketserver.StreamRequestHandler):
    """Reads a stream as clamd does, and finds `BAD` in it."""

    answer = b""
    finds = BAD

    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        found = b"stream: Test.Bad FOUND\0" if self.finds in content else b"stream: OK\0"
        self.wfile.write(self.answer or (found if command == b"zINSTREAM\0" else b"UNKNOWN COMMAND\0"))


@contextmanager
def daemon(where: Path | None = None, answer: bytes = b"", finds: bytes = BAD) -> Iterator[str]:
    handler = type("Daemon", (Daemon,), {"answer": answer, "finds": finds})
    server = (
        socketserver.UnixStreamServer(str(where), handler)
        if where
        else socketserver.TCPServer(("127.0.0.1", 0), handler)
    )
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"unix:{where}" if where else f"tcp://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("by_file", [False, True], ids=["tcp", "socket file"])
def test_what_is_clean_passes_and_what_is_not_does_not(by_file: bool, tmp_path: Path) -> None:
    with daemon(tmp_path / "clamd" if by_file else None) as address:
        look(b"a letter" * 100_000, address)
        look(b"", address)
        with pytest.raises(Infected, match=r"Test\.Bad"):
            look(b"x" * scanning._PIECE + BAD, address)


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"stream: OK? \0", b"\0"]
)
def test_whatever_else_it_says_is_a_no(answer: bytes) -> None:
    with daemon(answer=answer) as address, pytest.raises(Unanswered):
        look(b"a letter", address)


def test_trying_a_scanner_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    with daemon() as blind, daemon(answer=b"stream: Odd FOUND\0") as wary:
        said = {
            "": "No scanner is named",
            "tcp://127.0.0.1:1": "It did not answer as it should",
            blind: "calls a test file clean",
            wary: "calls a plain text harmful (Odd)",
        }
        for address, sentence in said.items():
            tried = scanning.try_out(address, patience=1)
            assert (sentence in tried.says, tried.works) == (True, False), address
    with daemon(finds="".join(scanning._TEST).encode()) as good:
        assert scanning.try_out(good) == scanning.Tried(
            True, "It works: it lets a letter pass, and found the test file (Test.Bad)."
        )


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "unix:/nowhere/at/all", "http://127.0.0.1", "clamd"]
)
def test_a_scanner_that_is_not_there_lets_nothing_pass(address: str) -> None:
    with pytest.raises(Unanswered):
        look(b"a letter", address, patience=1)
