"""Reading JSON that people wrote: what is wrong is noted with its place, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from alongside.forms import placeholders
from alongside.forms.conditions import Day

SHORT = 200  # characters of what is not said otherwise

_DAY = re.compile(r"today(?:([+-])([0-9]{1,5}))?")

Found = TypeVar("Found")


@dataclass
class Place:
    """A JSON object somewhere in the definition, and what was found wrong so far."""

    path: str
    source: object
    problems: list[str]
    mapping: Mapping[str, object] = field(init=False)

    def __post_init__(self) -> None:
        self.mapping = self.source if isinstance(self.source, dict) else {}
        if not isinstance(self.source, dict):
            self.problems.append(f"{self.path}: must be an object.")

    def problem(self, key: str, says: str) -> None:
        self.problems.append(f"{self._path(key)}: {says}")

    def demand_keys(self, known: Collection[str]) -> None:
        for key in self.mapping:
            if key not in known:
                self.problem(key, f"is not known here; known are {', '.join(known)}.")

    def inside(self, key: str) -> Place:
        return Place(self._path(key), self.mapping.get(key), self.problems)

    def each(self, key: str, *, at_least: int = 0, at_most: int) -> list[Place]:
        """The objects of a list."""
        items = self._typed(key, list, "a list") or []
        if len(items) < at_least and isinstance(self.mapping.get(key, []), list):
            self.problem(key, "is missing." if key not in self.mapping else "is empty.")
        if len(items) > at_most:
            self.problem(key, f"may have at most {at_most}.")
        return [
            Place(f"{self._path(key)}[{place}]", item, self.problems)
            for place, item in enumerate(items[:at_most])
        ]

    def text(self, key: str, longest: int, *, required: bool = False, with_placeholders: bool = False) -> str:
        text = (self._typed(key, str, "text") or "").strip()
        if required and not text and isinstance(self.mapping.get(key, ""), str):
            self.problem(key, "is missing.")
        if len(text) > longest:
            self.problem(key, f"may have at most {longest} characters.")
        if "\x00" in text:
            self.problem(key, "holds a character that cannot be kept.")
        for name in placeholders.unknown(text) if with_placeholders else ():
            known = ", ".join(placeholders.VARIABLES)
            self.problem(key, f"{{{name}}} stands for nothing; known are {known}.")
        return text

    def flag(self, key: str) -> bool:
        return bool(self._typed(key, bool, "true or false"))

    def one_of(self, key: str, known: Collection[str]) -> str:
        text = self.text(key, SHORT)
        if text and text not in known:
            self.problem(key, f"is none of {', '.join(sorted(known))}.")
        return text

    def some_of(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Texts of a list, in the order of those that are known."""
        items = self._typed(key, list, "a list") or []
        for item in items:
            if item not in known:
                self.problem(key, f"may hold {', '.join(known)} alone.")
                break
        return tuple(one for one in known if one in items)

    def whole(self, key: str, low: int, high: int) -> int | None:
        number = self._typed(key, int, "a whole number")
        if number is not None and not low <= number <= high:
            self.problem(key, f"must be from {low} to {high}.")
            return None
        return number

    def number(self, key: str) -> Decimal | None:
        """A number, or a text that is one: decimals are exact only as text."""
        value = self.mapping.get(key)
        if value is None:
            return None
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("nan")
        if isinstance(value, bool) or not number.is_finite() or abs(number) >= 10**15:
            self.problem(key, "must be a number.")
            return None
        return number

    def day(self, key: str) -> Day | None:
        text = self.text(key, SHORT)
        if not text:
            return None
        if relative := _DAY.fullmatch(text):
            return Day(days=int(f"{relative[1]}{relative[2]}") if relative[1] else 0)
        try:
            return Day(fixed=date.fromisoformat(text))
        except ValueError:
            self.problem(key, "must be a day such as 2026-11-22, today, today-30 or today+14.")
            return None

    def _typed(self, key: str, type_: type[Found], called: str) -> Found | None:
        value = self.mapping.get(key)
        if value is None:
            return None
        # True is a whole number to Python, not to whoever writes a definition.
        if not isinstance(value, type_) or (isinstance(value, bool) and type_ is not bool):
            self.problem(key, f"must be {called}.")
            return None
        return value

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path != "the definition" else key
