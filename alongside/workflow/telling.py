"""What a process knows, as people read it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST = 2_000  # characters of one value


def told(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values, in the order of their names; what the house keeps for itself (`_…`) comes last."""
    ordered = sorted(values.items(), key=lambda pair: (pair[0].startswith("_"), pair[0].casefold()))
    return [(name, in_words(value)) for name, value in ordered]


def in_words(value: Any) -> str:
    """One value on one line."""
    text = _words(value, 0)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _words(value: Any, depth: int) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if depth > 5:
        return "…"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_words(one, depth + 1)}" for name, one in value.items()) or "–"
    if isinstance(value, list | tuple):
        return ", ".join(_words(one, depth + 1) for one in value) or "–"
    return str(value)
