"""What one person may do and belongs to, as plain sets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    rights: frozenset[str]
    groups: frozenset[int]
    staff_groups: frozenset[int]
    segments: frozenset[int]

    @property
    def privileges(self) -> frozenset[str]:
        """`priv(u)` of security.md 1.2: empty for an ordinary resident."""
        return self.rights | {f"group:{number}" for number in self.staff_groups}

    @classmethod
    def of(cls, rows: Iterable[tuple[str, int, bool, str | None]]) -> Standing:
        """From rows of ("group" | "segment" | "role", id, whether a staff group, a role's rights as JSON)."""
        found = list(rows)
        return cls(
            rights=frozenset(right for *_, rights in found if rights for right in json.loads(rights)),
            groups=frozenset(number for what, number, *_ in found if what == "group"),
            staff_groups=frozenset(number for what, number, staff, _ in found if what == "group" and staff),
            segments=frozenset(number for what, number, *_ in found if what == "segment"),
        )
