"""Taking the log of calls out into a file (spec A31)."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.calls.permissions import rights_of
from alongside.history.events import Event

_EXPORT, _EXPORT_NEEDS = rights_of(13)
EXPORT_LOG = Power("calls.export_log", Kind.STAFF, right=_EXPORT, needs=_EXPORT_NEEDS)


class LogExported(
    Event,
    kind="calls.log_exported",
    title="Call Log Exported",
    sentence="{actor} took {calls} calls of the log out into a file",
    private=True,
):
    calls: int
    whose: str  # own, all


def note_export(acting: Acting, *, calls: int, whole: bool) -> None:
    """Record that so many calls go out; raises `Refused` before any does."""
    with acting.doing(EXPORT_LOG) as deed:
        deed.record(LogExported(calls=calls, whose="all" if whole else "own"))
