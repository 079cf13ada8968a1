"""Asking a virus scanner: clamd's own protocol (INSTREAM), over TCP or a socket file.

    look(b"…", "tcp://127.0.0.1:3310")
    look(b"…", "unix:/run/clamav/clamd.ctl")

Whatever is not a clear yes is a no: a scanner that is down, slow or talks nonsense lets nothing pass.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 30.0  # seconds
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096
# The EICAR test file, which does no harm; in pieces, so that no scanner takes this file for it.
_TEST = ("X5O!P%@AP[4", "\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-", "TEST-FILE!$H+H*")


class Infected(Exception):
    """The scanner knows what is in it; the message is the scanner's name for it."""


class Unanswered(Exception):
    """The scanner did not say that it is clean."""


def look(content: bytes, address: str, *, patience: float = PATIENCE) -> None:
    """Does nothing for what is clean; raises `Infected` or `Unanswered` for everything else."""
    try:
        with _connected(address, patience) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), _PIECE):
                piece = content[at : at + _PIECE]
                scanner.sendall(struct.pack("!I", len(piece)) + piece)
            scanner.sendall(struct.pack("!I", 0))
            answer = _answer(scanner)
    except (OSError, ValueError) as problem:
        raise Unanswered(str(problem)) from problem
    if answer == "stream: OK":
        return
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise Unanswered(answer)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a scanner, in a sentence."""

    works: bool
    says: str


def try_out(address: str, *, patience: float = 5.0) -> Tried:
    """Send what is clean, and what every scanner knows as a test; nothing else is done with either."""
    if not address:
        return Tried(False, "No scanner is named (ALONGSIDE_SCANNER): files are taken without being scanned.")
    try:
        look(b"A letter.", address, patience=patience)
    except Infected as found:
        return Tried(False, f"It calls a plain text harmful ({found}), so no file is taken.")
    except Unanswered as problem:
        said = str(problem) or "nothing"
        return Tried(False, f"It did not answer as it should, so no file is taken. What came back: {said}")
    try:
        look("".join(_TEST).encode(), address, patience=patience)
    except Infected as found:
        return Tried(True, f"It works: it lets a letter pass, and found the test file ({found}).")
    except Unanswered as problem:
        return Tried(False, f"It answered once and then not again: {problem}")
    return Tried(
        False, "It answers, but calls a test file clean that every scanner knows: are its signatures loaded?"
    )


def _connected(address: str, patience: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(patience)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError(f"{address} is neither tcp://HOST:PORT nor unix:/PATH")
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=patience)


def _answer(scanner: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        piece = scanner.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0").decode(errors="replace").strip()
