"""What a tenant says of its desk, each with a default: `options["desk"]`, read in this one place.

    {"hours": {"0": [["09:00", "17:00"]], …}, "closed": ["2026-12-25"], "get_all": [3]}

`hours` by weekday (0 is Monday), always open where nothing is said; `get_all` are the segments in which
getting the next question brings all that wait of the same person (spec I27).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time, tzinfo
from typing import Any

from alongside.desk.hours import Hours, Opening


@dataclass(frozen=True)
class Options:
    week: Mapping[int, tuple[Opening, ...]]
    closed: frozenset[date]
    get_all: frozenset[int]

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Options:
        """What cannot be read stands for its default: questions come in whatever somebody configured."""
        said = options.get("desk")
        said = said if isinstance(said, dict) else {}
        hours = said.get("hours")
        week = {
            int(day): _openings(spans)
            for day, spans in (hours.items() if isinstance(hours, dict) else ())
            if str(day) in "0123456" and len(str(day)) == 1
        }
        closed = said.get("closed")
        together = said.get("get_all")
        return cls(
            week=week,
            closed=frozenset(_days(closed if isinstance(closed, list) else [])),
            get_all=frozenset(one for one in together if isinstance(one, int))
            if isinstance(together, list)
            else frozenset(),
        )

    def opened(self, zone: tzinfo) -> Hours:
        return Hours(zone, self.week, self.closed)


def _openings(spans: object) -> tuple[Opening, ...]:
    found: list[Opening] = []
    for span in spans if isinstance(spans, list) else ():
        with suppress(ValueError, TypeError):
            begin, end = span
            found.append(
                Opening(time.fromisoformat(begin), time.max if end == "24:00" else time.fromisoformat(end))
            )
    return tuple(found)


def _days(listed: list[object]) -> list[date]:
    found: list[date] = []
    for text in listed:
        with suppress(ValueError):
            found.append(date.fromisoformat(str(text)))
    return found
