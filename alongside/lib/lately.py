"""What happened within the last minute, so that the same thing is written down once in it."""

from __future__ import annotations

from collections.abc import Hashable
from time import monotonic

MOST = 10_000  # things remembered; beyond them everything is forgotten, and at worst written twice


class Lately(dict[Hashable, float]):
    """When each thing was noted, in this process: several processes note it once each."""

    def __init__(self, *, seconds: float = 60.0) -> None:
        super().__init__()
        self.seconds = seconds

    def again(self, thing: Hashable) -> bool:
        """Whether this was noted already; otherwise it is now."""
        now = monotonic()
        noted = self.get(thing)
        if noted is not None and now - noted < self.seconds:
            return True
        if len(self) >= MOST:
            self.clear()
        self[thing] = now
        return False
