"""Whether the relays that browsers are told of answer. One that does not is left out while another does, so
that nobody waits for it. Where none does, browsers are told of all: one may be back since the last look, and
somebody who can reach nobody but by a relay has nothing to lose.

A relay is asked as a browser begins with it (a binding request of STUN, RFC 8489), over the way that its
address names: UDP, TCP, or TLS with a certificate that is looked at. Nobody who waits for a page waits for
the answer: it is that of the last look, and one that is old is looked for in the background.
"""

from __future__ import annotations

import logging
import re
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

logger = logging.getLogger(__name__)

ADDRESS = re.compile(r"(turns?):(\[[0-9a-fA-F:.]+\]|[^:?\[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?")
PORTS = {"turn": 3478, "turns": 5349}
PATIENCE = 2.0  # seconds
WELL, ILL = 60.0, 5.0  # seconds until a relay is asked again that answered, or that did not
_COOKIE = bytes.fromhex("2112a442")
_ASK, _ANSWERS = b"\x00\x01", (b"\x01\x01", b"\x01\x11")  # one that asks for a password is there, too


@dataclass(frozen=True)
class Relay:
    host: str
    port: int
    udp: bool
    tls: bool

    @classmethod
    def at(cls, address: str) -> Relay | None:
        """Of an address as browsers read it (RFC 7065); None for what is none."""
        found = ADDRESS.fullmatch(address)
        if found is None:
            return None
        scheme, host, port, transport = found.groups()
        tls = scheme == "turns"
        udp = (transport or ("tcp" if tls else "udp")) == "udp"
        return cls(host.strip("[]"), int(port or PORTS[scheme]), udp, tls)

    def answers(self) -> bool:
        """Whether it does, within `PATIENCE`. One over DTLS is taken at its word."""
        if self.udp and self.tls:
            return True
        number = secrets.token_bytes(12)
        asked = _ASK + b"\x00\x00" + _COOKIE + number
        try:
            said = self._by_udp(asked) if self.udp else self._by_tcp(asked)
        except (OSError, ValueError):  # nobody there, too late, no such name, no certificate to trust
            return False
        return said[:2] in _ANSWERS and said[4:20] == _COOKIE + number

    def _by_udp(self, asked: bytes) -> bytes:
        family, kind, _, _, where = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind) as asking:
            asking.settimeout(PATIENCE / 2)
            asking.connect(where)
            for last in (False, True):  # a datagram may be lost
                asking.send(asked)
                try:
                    return asking.recv(2048)
                except TimeoutError:
                    if last:
                        raise
        raise AssertionError

    def _by_tcp(self, asked: bytes) -> bytes:
        with socket.create_connection((self.host, self.port), timeout=PATIENCE) as plain:
            if not self.tls:
                return _told(plain, asked)
            with ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) as secure:
                return _told(secure, asked)


def _told(asking: socket.socket, asked: bytes) -> bytes:
    asking.sendall(asked)
    said = b""
    while len(said) < 20 and (more := asking.recv(2048)):
        said += more
    return said


class Watch:
    """What was found of each relay at the last look."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[bool, float]] = {}  # whether it answered, and until when that is good
        self._lock = threading.Lock()

    def answering(self, addresses: Sequence[str]) -> list[str]:
        """Those that answered, in their order, at once; all of which nothing is known yet among them; and all
        where none did."""
        now = time.monotonic()
        with self._lock:
            due = [one for one in addresses if self._found.get(one, (True, 0.0))[1] <= now]
            for one in due:  # nobody else looks meanwhile
                self._found[one] = (self._found.get(one, (True, 0.0))[0], now + ILL)
            good = [one for one in addresses if self._found[one][0]]
        if due:
            threading.Thread(target=self.look, args=[due], daemon=True, name="relays").start()
        return good or list(addresses)

    def look(self, addresses: Sequence[str]) -> None:
        """Ask each; takes up to `PATIENCE` for one that does not answer."""
        for address in addresses:
            relay = Relay.at(address)
            answered = relay is not None and relay.answers()
            with self._lock:
                before = self._found.get(address, (True, 0.0))[0]
                self._found[address] = (answered, time.monotonic() + (WELL if answered else ILL))
            if answered != before:
                level = logging.INFO if answered else logging.WARNING
                state = "answers again" if answered else "does not answer: browsers are told of others"
                logger.log(level, "the relay %s %s", address, state)


watch = Watch()
