"""What one person may do and belongs to, as plain sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    def of(
        cls, rows: Iterable[tuple[int, str, int, bool]], person: int, rights: Mapping[int, Sequence[str]]
    ) -> Standing:
        """From rows of (person, "group" | "segment" | "role", id, whether a staff group)."""
        mine = [(what, number, staff) for owner, what, number, staff in rows if owner == person]
        return cls(
            rights=frozenset(
                right for what, role, _ in mine if what == "role" for right in rights.get(role, ())
            ),
            groups=frozenset(number for what, number, _ in mine if what == "group"),
            staff_groups=frozenset(number for what, number, staff in mine if what == "group" and staff),
            segments=frozenset(number for what, number, _ in mine if what == "segment"),
        )
