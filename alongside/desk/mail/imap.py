"""Reading a mailbox by IMAP, letter by letter. Letters stay on the server as they were, also unread."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PATIENCE = 30.0  # seconds
AT_ONCE = 200  # letters of one visit
LARGEST = 50 * 2**20  # bytes; of a larger one its beginning is fetched


class Unreachable(Exception):
    """The mailbox cannot be read; the message says why, to whoever set it up."""


@dataclass(frozen=True)
class Way:
    """How a mailbox is reached. `security` is tls, starttls or none."""

    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"


@dataclass(frozen=True)
class Opened:
    """A folder that was opened for reading alone."""

    client: imaplib.IMAP4
    uid_validity: int
    letters: int

    def after(self, uid: int) -> list[int]:
        """The numbers of the letters after this one, the oldest first. Raises `Unreachable`."""
        with _said("could not be asked for letters"):
            _, found = self.client.uid("search", f"UID {uid + 1}:*")
        # `*` is the last letter, also when it comes before the first that was asked for.
        numbers = {int(one) for line in found if line for one in line.split()}
        return sorted(number for number in numbers if number > uid)[:AT_ONCE]

    def letter(self, uid: int) -> bytes | None:
        """As it came; None where somebody has deleted it meanwhile. Raises `Unreachable`."""
        with _said("did not give out a letter"):
            _, found = self.client.uid("fetch", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
        return next((bytes(part[1]) for part in found if isinstance(part, tuple)), None)


@contextmanager
def opened(way: Way) -> Iterator[Opened]:
    """The folder, open for reading; raises `Unreachable`."""
    client = _connected(way)
    try:
        with _said("did not accept this user name and password"):
            client.login(way.username, way.password)
        with _said(f"has no folder {way.folder}, or does not let it be read"):
            quoted = '"' + way.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
            status, count = client.select(quoted, readonly=True)
            if status != "OK":
                raise imaplib.IMAP4.error("no such folder")
        yield Opened(client, _validity(client), int(count[0] or b"0"))
    finally:
        with suppress(Exception):
            client.logout()


def _connected(way: Way) -> imaplib.IMAP4:
    try:
        if way.security == "tls":
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(way.host, way.port, ssl_context=context, timeout=PATIENCE)
        client = imaplib.IMAP4(way.host, way.port, timeout=PATIENCE)
        if way.security == "starttls":
            client.starttls(ssl.create_default_context())
        return client
    except socket.gaierror:
        raise Unreachable(f"There is no server by the name {way.host}.") from None
    except ssl.SSLError as problem:
        raise Unreachable(f"{way.host} could not be reached safely: {problem.reason or problem}.") from None
    except TimeoutError:
        raise Unreachable(f"{way.host} does not answer at port {way.port}.") from None
    except (OSError, imaplib.IMAP4.error) as problem:
        raise Unreachable(f"{way.host} could not be reached at port {way.port}: {problem}.") from None


@contextmanager
def _said(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, imaplib.IMAP4.error, ValueError, UnicodeError) as problem:
        raise Unreachable(f"The server {what} ({_words(problem)}).") from None


def _words(problem: Exception) -> str:
    text = re.sub(r"^b'(.*)'$", r"\1", str(problem))
    return re.sub(r"\s+", " ", text)[:120] or type(problem).__name__


def _validity(client: imaplib.IMAP4) -> int:
    _, found = client.response("UIDVALIDITY")
    return int(found[0]) if found and found[0] else 0
