"""Which value of each field a merged person has, and which they have again when it is undone.

Pure: values as they are stored, in and out. A field with several values holds a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Side(StrEnum):
    """Whose value of a field stays."""

    KEPT = "kept"
    ABSORBED = "absorbed"
    BOTH = "both"  # where a field takes several values


def differ(kept: object, absorbed: object) -> bool:
    """Whether there is anything to choose between two values; an empty one is no value."""
    return _known(kept) != _known(absorbed)


def chosen(kept: object, absorbed: object, side: Side | None) -> object:
    """The value that stays. Where nothing was chosen the kept one's does, unless it has none."""
    if side is Side.ABSORBED:
        return absorbed
    if side is Side.BOTH:
        return _together(_several(kept), _several(absorbed))
    if side is Side.KEPT:
        return kept
    return absorbed if _known(kept) is None else kept


def undone(before: object, after: object, now: object) -> object:
    """What a field holds when a merge that changed it from `before` to `after` is undone.

    What was done to it since stays: another value altogether, or those that were added to and taken
    from several.
    """
    if not differ(now, after):
        return before
    if not any(isinstance(one, list) for one in (before, after, now)):
        return now
    held, merged, present = _several(before), _several(after), _several(now)
    still = [one for one in held if one in present or one not in merged]
    return _together(still, (one for one in present if one not in merged))


def _known(value: object) -> object:
    """A number may be 0 and is known then."""
    return None if value in (None, "", []) else value


def _several(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return [] if _known(value) is None else [value]


def _together(first: Iterable[object], second: Iterable[object]) -> list[object]:
    """Each once. Values of a list are plain, and compared as they are."""
    both: list[object] = []
    both.extend(one for one in (*first, *second) if one not in both)
    return both
