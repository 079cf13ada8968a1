"""Whether what was done in an assistance was done in it: begun, of the same two people, not yet over."""

from __future__ import annotations

from dataclasses import dataclass, field

STARTED, STOPPED = b"assisting.started", b"assisting.stopped"
EDGES = (STARTED, STOPPED)


@dataclass
class Sittings:
    """The assistances of one log, in the order of its entries."""

    pairs: dict[bytes, tuple[bytes, bytes]] = field(default_factory=dict)  # every one so far: agent, person
    running: set[bytes] = field(default_factory=set)

    def check(
        self, kind: bytes, assistance: bytes | None, actor: bytes, person: bytes, outcome: bytes
    ) -> str | None:
        """What is wrong with an entry that names this assistance (if it names one), if anything."""
        if not assistance:
            return "it begins or ends an assistance without naming it" if kind in EDGES else None
        if kind == STARTED and outcome == b"done":
            if assistance in self.pairs:
                return "it begins an assistance that had begun before"
            self.pairs[assistance] = actor, person
            self.running.add(assistance)
            return None
        if self.pairs.get(assistance) is None:
            return "it belongs to an assistance that never began"
        if self.pairs[assistance] != (actor, person):
            return "it belongs to an assistance of other people"
        if assistance not in self.running:
            # Somebody may well be refused for the very reason that the assistance is over.
            return None if outcome == b"refused" else "it belongs to an assistance that had ended"
        if kind == STOPPED:
            self.running.remove(assistance)
        return None
