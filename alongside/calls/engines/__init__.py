"""What carries sound and picture of calls: the browsers themselves (mesh), or a server between them (Janus).

Only sound and picture: what is written, drawn, pointed at and decided goes the same way with each of them.
A call keeps the engine that was chosen when it began.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from django.conf import settings

from alongside.calls.engines.janus import Health, Link
from alongside.calls.engines.videoroom import VideoRoom

Tell = Callable[[str, Mapping[str, Any]], Awaitable[None]]  # a seat, and what its browser is told


class Relaying(Protocol):
    """A server's part in one call. Neither method waits for the server, nor fails with it."""

    def take(self, message: Mapping[str, Any]) -> None:
        """A signal of a browser; `from` says whose, `to` whose picture it is about, or `RELAY`."""

    def left(self, seat: str) -> None:
        """Forget somebody, and let nobody see them any more."""

    async def close(self) -> None:
        """The last one has gone."""


class CallEngine(Protocol):
    name: str
    most: int  # who can be in one call

    def healthy(self) -> bool:
        """Whether a call can begin with it now; asked by those who begin one, so it must not take long."""

    def relaying(self, tell: Tell) -> Relaying | None:
        """A server's part in a new call, within the running loop; None where browsers need none."""


class Mesh:
    """Everybody sends to everybody."""

    name, most = "mesh", 4

    def healthy(self) -> bool:
        return True

    def relaying(self, tell: Tell) -> None:
        return None


class Janus:
    """A Janus server, which browsers never hear of: this house speaks with it for them."""

    name, most = "janus", 10

    def __init__(self, address: str, secret: str, admin_key: str = "") -> None:
        self.link = Link(address, secret)
        self.admin_key = admin_key
        self._health = Health(address, secret)

    def healthy(self) -> bool:
        return self._health.good()

    def relaying(self, tell: Tell) -> VideoRoom:
        return VideoRoom(self.link, tell, most=self.most, admin_key=self.admin_key)


_MESH = Mesh()
_made: dict[tuple[str, str, str], Janus] = {}


def chosen() -> str:
    """The engine of a call that begins now: the house's own, while it is well, else `mesh`."""
    found = _janus()
    return found.name if found is not None and found.healthy() else _MESH.name


def engine(name: str) -> CallEngine:
    """The engine of a call. One that the house lost its setting of goes on as `mesh`."""
    found = _janus() if name == Janus.name else None
    return found or _MESH


def _janus() -> Janus | None:
    if not settings.JANUS:
        return None
    said = (settings.JANUS, settings.JANUS_SECRET, settings.JANUS_ADMIN_KEY)
    if said not in _made:
        _made[said] = Janus(*said)
    return _made[said]
