"""What a tenant says of cases, each with a default: `options["cases"]`, read in this one place.

{"lend_parts": true, "working_days": [0, 1, 2, 3, 4], "holidays": ["2026-12-25"]}
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from alongside.cases.deadlines import Calendar

WEEKDAYS = frozenset({0, 1, 2, 3, 4})


@dataclass(frozen=True, slots=True)
class Options:
    """`lend_parts`: whether a manager's or monitor's part serves whoever helps them (spec 4.2)."""

    lend_parts: bool = True
    working_days: frozenset[int] = WEEKDAYS
    holidays: frozenset[date] = frozenset()

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Options:
        """What cannot be read stands for its default: a tenant's cases go on."""
        said = options.get("cases")
        said = said if isinstance(said, dict) else {}
        days = said.get("working_days")
        worked = frozenset(day for day in days if day in range(7)) if isinstance(days, list) else WEEKDAYS
        return cls(
            lend_parts=said.get("lend_parts") is not False,
            working_days=worked or WEEKDAYS,
            holidays=frozenset(_days(said.get("holidays"))),
        )

    def calendar(self, zone: tzinfo) -> Calendar:
        return Calendar(zone, self.working_days, self.holidays)


def _days(listed: object) -> list[date]:
    found: list[date] = []
    for text in listed if isinstance(listed, list) else ():
        with suppress(ValueError):
            found.append(date.fromisoformat(str(text)))
    return found
