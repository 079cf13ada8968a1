"""When a recording may be taken: while everybody in the call agrees, and no longer (spec A30). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

Somebody = TypeVar("Somebody")

PIECE = 4 * 2**20  # bytes of one piece at most; a second of four pictures has some hundred thousand
MOST = 4 * 2**30  # bytes of a recording
_BEGINNINGS = {"webm": (0, b"\x1a\x45\xdf\xa3"), "mp4": (4, b"ftyp")}
MEDIA_TYPES = {"webm": "video/webm", "mp4": "video/mp4"}


class State(StrEnum):
    ASKED = "asked"  # somebody has not agreed: nothing is taken
    RUNNING = "running"
    STOPPED = "stopped"


def state(*, stopped: bool, present: Collection[Somebody], answers: Mapping[Somebody, bool]) -> State:
    """Whoever comes while it runs is asked, too, and it waits for their answer; one no is enough."""
    if stopped or not present or not all(answers.values()):
        return State.STOPPED
    return State.RUNNING if all(one in answers for one in present) else State.ASKED


def kind_of(head: bytes) -> str:
    """The kind of file that begins so; empty for what is no recording."""
    for name, (at, beginning) in _BEGINNINGS.items():
        if head[at : at + len(beginning)] == beginning:
            return name
    return ""
