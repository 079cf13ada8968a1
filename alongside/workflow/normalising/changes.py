"""What normalising did to a diagram, for whoever imports it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One change: to which element, what was done and why, and whether the process now means something
    else than was drawn."""

    element: str
    kind: str  # the element's name in BPMN
    what: str
    why: str
    meaning: bool

    def told(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Unsupported:
    """An element that cannot run here, and what becomes of it."""

    element: str
    kind: str
    why: str

    def told(self) -> dict[str, Any]:
        return asdict(self)
