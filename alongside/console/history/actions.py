"""Reading the log: only auditors do, and each look at it is an entry of its own (security.md K7)."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event

AUDIT = Power("history.audit", Kind.STAFF)


class Read(
    Event,
    kind="history.read",
    title="Read history",
    sentence="{actor} read the history ({what})",
    private=True,
):
    """`filters` are what was asked for, by name."""

    what: str
    filters: dict[str, str]


def read(acting: Acting, what: str, filters: Mapping[str, str]) -> None:
    """Record that somebody looks into the log; call it before showing any of it."""
    with acting.doing(AUDIT) as deed:
        deed.record(Read(what=what, filters=dict(filters)))
