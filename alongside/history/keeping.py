"""Keeping checkpoints while the house is open: a quiet thread beside the requests, never in one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, connection

from alongside.history import checkpoints
from alongside.history.models import Head
from alongside.history.signing import Desk

# A checkpoint is at most so far behind (security.md 2.5); and a log that rests gets one at once.
ENTRIES, SECONDS, RESTING = 100, 60.0, 2.0
LAG_LOOKED, LAG_TOLD = (
    10.0,
    90.0,
)  # seconds: how often it is looked whether the signer works, and its patience

log = logging.getLogger(__name__)


@dataclass
class Progress:
    """How far one tenant's log had come when it was last written down, when it last grew and how fast.

    `ahead` is how many seconds pass until what is due is written and looked at again: what comes within them
    counts already, or a hundred entries would become many more in a rush."""

    written: int
    written_at: float
    size: int
    grown_at: float
    urgent: bool = False  # an assistance ended: what an agent did with somebody's rights is not left open
    ahead: float = 1.0
    pace: float = 0.0  # entries a second, at the last look
    seen_at: float | None = None

    def see(self, size: int, at: float) -> None:
        if self.seen_at is not None and at > self.seen_at:
            self.pace = (size - self.size) / (at - self.seen_at)
        self.seen_at = at
        if size != self.size:
            self.size, self.grown_at = size, at

    def due(self, at: float) -> bool:
        if self.size == self.written:
            return False
        return (
            self.urgent
            or self.size - self.written + self.pace * self.ahead >= ENTRIES
            or at - self.written_at >= SECONDS
            or at - self.grown_at >= RESTING
        )

    def done(self, at: float) -> None:
        self.written, self.written_at, self.urgent = self.size, at, False


class Lag:
    """Notices that the signer, which is another process, has stopped: who is down cannot say so. Silent
    where nothing was ever signed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.looked_at = 0.0
        self.behind_since: dict[int, tuple[int, float]] = {}  # what was signed last, and since when it is old
        self.told: set[int] = set()

    def look(self, at: float) -> None:
        if at - self.looked_at < LAG_LOOKED:
            return
        self.looked_at = at
        for tenant_id, size in Head.everywhere.values_list("tenant_id", "size"):
            self._see(tenant_id, size, at)

    def _see(self, tenant_id: int, size: int, at: float) -> None:
        signed = self.desk.signed_size(tenant_id)
        if signed is None or signed >= size:
            self.behind_since.pop(tenant_id, None)
            self.told.discard(tenant_id)
            return
        before, since = self.behind_since.get(tenant_id, (signed, at))
        if before != signed:
            since = at
        self.behind_since[tenant_id] = signed, since
        if at - since >= LAG_TOLD and tenant_id not in self.told:
            self.told.add(tenant_id)
            log.error(
                "Nothing of tenant %s was signed for %d seconds: %d of %d entries are. Is `alongside sign`"
                " running, and does it refuse the log?", tenant_id, at - since, signed, size,
            )  # fmt: skip


class Keeper(Thread):
    """Looks at the heads each second and keeps the checkpoints that are due."""

    def __init__(self, *, every: float = 1.0) -> None:
        super().__init__(name="checkpoints", daemon=True)
        self.every = every
        self.stopping = Event()
        self.progress: dict[int, Progress] = {}
        self.lag = Lag(Desk(Path(settings.SIGNER), ()))
        self.problem = ""  # the last one that was logged: the same one each second would fill the log

    def run(self) -> None:
        self._attempt(everything=True)
        while not self.stopping.wait(self.every):
            self._attempt(everything=False)
        self._attempt(everything=True)
        connection.close()

    def stop(self) -> None:
        """Keep what is left and end; returns when that is done."""
        self.stopping.set()
        self.join(timeout=10)

    def look(self, at: float, *, everything: bool = False) -> None:
        """Keep what is due by now, or whatever is not kept yet."""
        for tenant_id, size in Head.everywhere.values_list("tenant_id", "size"):
            progress = self.progress.setdefault(tenant_id, Progress(0, at, 0, at))
            progress.see(size, at)
            if everything or progress.due(at):
                checkpoints.keep(tenant_id)
                progress.done(at)
        self.lag.look(at)

    def _attempt(self, *, everything: bool) -> None:
        try:
            self.look(monotonic(), everything=everything)
        except (DatabaseError, OSError, checkpoints.Illegible) as problem:
            if str(problem) != self.problem:
                log.error("No checkpoint of the history could be kept: %s", problem)
            self.problem = str(problem)
        finally:
            if connection.vendor != "sqlite":
                connection.close()  # back to the pool, where requests need it


@contextmanager
def while_serving() -> Iterator[None]:
    """Keep checkpoints for as long as the body runs, and once more when it ends."""
    keeper = Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()
