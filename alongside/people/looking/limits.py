"""What a tenant says of looking, each with a default: `options["looking"]`, read in this one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from alongside.people.checking import Misfit

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Whole numbers. What is not set, or cannot be meant, is the default: a mistake in a setting
    neither opens the house nor closes it."""

    hour: int = 40  # people an agent looks at within an hour before a reason is asked
    day: int = 100  # …and within a day
    stop: int = 200  # …and when nobody else is shown, until a manager says so
    alone: int = 30  # people looked at without a contact that are unusual in a day
    times: int = 3  # how many times one's own median is unusual
    sample: int = 10  # days that a median needs
    opens: int = 7  # hours of the day between which looking is usual
    closes: int = 20
    outside: int = 10  # people looked at outside these hours that are unusual
    decoys: int = 5  # people who do not exist

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Limits:
        said = options.get("looking")
        said = said if isinstance(said, dict) else {}
        usable = {
            one.name: said[one.name]
            for one in fields(cls)
            if one.name in said and _fits(one.name, said[one.name])
        }
        return cls(**usable)

    def differing(self) -> dict[str, int]:
        """What differs from the defaults, as it is kept."""
        plain = asdict(Limits())
        return {name: value for name, value in asdict(self).items() if value != plain[name]}


def check(values: Mapping[str, object]) -> Limits:
    """Limits from what somebody typed; raises `Misfit` with a sentence for each that cannot be meant."""
    wrong: dict[str, str] = {}
    usable: dict[str, int] = {}
    for name, value in values.items():
        number = int(text) if (text := str(value).strip()).isascii() and text.isdigit() else -1
        if _fits(name, number):
            usable[name] = number
        else:
            low, high = RANGES.get(name, (1, MOST))
            wrong[name] = f"Enter a whole number from {low} to {high:,}."
    if not wrong:
        found = Limits(**usable)
        if not found.hour <= found.day <= found.stop:
            wrong["stop"] = "The limits must grow: first an hour's, then a day's, then where looking ends."
        if found.opens >= found.closes:
            wrong["closes"] = "The usual hours end after they begin."
    if wrong:
        raise Misfit(wrong)
    return found


# Where a number is bounded otherwise than from 1 to a million.
RANGES = {
    "opens": (0, 23),
    "closes": (1, 24),
    "decoys": (0, 50),
    "sample": (3, 30),
}


def _fits(name: str, value: object) -> bool:
    low, high = RANGES.get(name, (1, MOST))
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
