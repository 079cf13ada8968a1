"""How long things are kept: `options["retention"]` of a tenant, read in this one place; and who is due
for erasure by it. Pure: facts in, verdict out (docs/erasure.md)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from alongside.people.checking import Misfit

# Where a number may lie, in months or days. Looks: the medians of looking reach back thirty days.
RANGES = {
    "people": (1, 1200),
    "looks": (31, 3650),
    "drafts": (7, 3650),
    "jobs": (7, 3650),
    "imports": (1, 365),
    "archives": (1, 30),
}
NEVER = frozenset({"people", "drafts"})  # what may be kept without an end

AGAIN = timedelta(days=30)  # after which somebody against whose erasure something stood is looked at again


@dataclass(frozen=True, slots=True)
class Retention:
    """What is not set, or cannot be meant, is the default: a mistake in a setting erases nobody."""

    people: int | None = None  # months without any sign of life after which a person is due
    looks: int = 90  # days that single looks are kept; the totals of each day stay
    drafts: int | None = None  # days after which a form that nobody went on with is deleted
    jobs: int = 90  # days that ended long work is listed
    imports: int = 30  # days that files of people and rows to correct are kept
    archives: int = 1  # days that a copy of all that is held of somebody can be had

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Retention:
        said = options.get("retention")
        said = said if isinstance(said, dict) else {}
        names = [one.name for one in fields(cls)]
        return cls(**{name: said[name] for name in names if name in said and _fits(name, said[name])})

    def differing(self) -> dict[str, int | None]:
        """What differs from the defaults, as it is kept."""
        plain = asdict(Retention())
        return {name: value for name, value in asdict(self).items() if value != plain[name]}


def check(values: Mapping[str, object]) -> Retention:
    """Retention from what somebody typed, an empty text for "without an end"; raises `Misfit`."""
    wrong: dict[str, str] = {}
    usable: dict[str, Any] = {}
    for name, value in values.items():
        text = str(value).strip()
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
        meant = None if not text and name in NEVER else number
        if _fits(name, meant):
            usable[name] = meant
        else:
            low, high = RANGES[name]
            wrong[name] = f"Enter a whole number from {low} to {high:,}{_or_nothing(name)}."
    if wrong:
        raise Misfit(wrong)
    return Retention(**usable)


def _or_nothing(name: str) -> str:
    return ", or leave it empty" if name in NEVER else ""


def _fits(name: str, value: object) -> bool:
    if value is None:
        return name in NEVER
    low, high = RANGES[name]
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def months_before(at: datetime, months: int) -> datetime:
    """The same moment so many months earlier; the last day of a month that is shorter."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def months_between(before: date, after: date) -> int:
    """Whole months, as people count their age."""
    return (after.year - before.year) * 12 + after.month - before.month - (after.day < before.day)


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a person's going on. `signs` are (what it was, when), of which there is always
    one; `against` says why they cannot be erased now, and is empty when they can."""

    person_id: int
    signs: tuple[tuple[str, datetime], ...]
    against: str = ""

    @property
    def last(self) -> tuple[str, datetime]:
        return max(self.signs, key=lambda sign: sign[1])


def is_due(life: Life, limit: datetime) -> bool:
    """Whether nothing has happened since `limit`, and nothing stands against erasing them."""
    return not life.against and life.last[1] <= limit


def counts_from(life: Life, limit: datetime) -> datetime:
    """From when on the months of somebody who is not due are counted: their last sign of life; later
    where something stands against it, so that they are looked at again in `AGAIN`."""
    return max(life.last[1], limit + AGAIN) if life.against else life.last[1]
