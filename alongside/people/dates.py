"""Dates as people write them, day first."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})([/.\- ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_YEAR_MONTH_DAY = re.compile(r"([0-9]{4})([/.\- ])([0-9]{1,2})\2([0-9]{1,2})(?:[t ].*)?")
_YEAR_MONTH = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{4})")
_DAY_WORD_YEAR = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ .\-/]*([a-z]{3,9})[ .,\-/]*([0-9]{4}|[0-9]{2})")
_WORD_DAY_YEAR = re.compile(r"([a-z]{3,9})[ .\-]*([0-9]{1,2})(?:st|nd|rd|th)?[ .,\-/]+([0-9]{4})")
_WORD_YEAR = re.compile(r"([a-z]{3,9})[ .\-/]*([0-9]{4})")


def written(text: str) -> tuple[str, ...]:
    """The days or months a text may mean, as `19800312` or `198003`; nothing when it is no date.

    Day before month, as in Britain, unless no such day exists. A year of two digits may be in
    either century. Spaces separate numbers only around a month's name or before a year of four digits.
    """
    text = text.strip().lower()
    if match := _YEAR_MONTH_DAY.fullmatch(text):
        return _days(match[1], match[3], match[4])
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        if match[2] == " " and len(match[4]) == 2:
            return ()  # "12 34 56" is a piece of a number
        return _days(match[4], match[3], match[1]) or _days(match[4], match[1], match[3])
    if match := _YEAR_MONTH.fullmatch(text):
        return _months(match[1], int(match[2]))
    if match := _MONTH_YEAR.fullmatch(text):
        return _months(match[2], int(match[1]))
    if (match := _DAY_WORD_YEAR.fullmatch(text)) and (month := _month(match[2])):
        return _days(match[3], str(month), match[1])
    if (match := _WORD_DAY_YEAR.fullmatch(text)) and (month := _month(match[1])):
        return _days(match[3], str(month), match[2])
    if (match := _WORD_YEAR.fullmatch(text)) and (month := _month(match[1])):
        return _months(match[2], month)
    return ()


def stated(text: str) -> tuple[str, ...]:
    """The days that a text which must be a date may mean: also `19800312` and `12031980`, which in a
    search may be numbers."""
    text = text.strip()
    if len(text) == 8 and text.isascii() and text.isdigit():
        return in_digits(text)[:1]
    return tuple(day for day in written(text) if len(day) == 8)


def in_digits(digits: str) -> tuple[str, ...]:
    """The days or years that a run of digits may mean: `12031980`, `19800312`, `1980`."""
    if len(digits) == 8:
        return tuple(
            dict.fromkeys(
                _days(digits[:4], digits[4:6], digits[6:]) + _days(digits[4:], digits[2:4], digits[:2])
            )
        )
    return (digits,) if len(digits) == 4 and _plausible(int(digits)) else ()


def _month(word: str) -> int | None:
    """`sept` and `march` are months, `marchant` is a name."""
    if len(word) < 3 or word[:3] not in _MONTHS:
        return None
    number = _MONTHS.index(word[:3])
    return number + 1 if _FULL_MONTHS[number].startswith(word) else None


def _days(year: str, month: str, day: str) -> tuple[str, ...]:
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    return tuple(
        f"{y:04}{int(month):02}{int(day):02}"
        for y in years
        if _plausible(y) and _exists(y, int(month), int(day))
    )


def _months(year: str, month: int) -> tuple[str, ...]:
    return (f"{year}{month:02}",) if _plausible(int(year)) and 1 <= month <= 12 else ()


def _plausible(year: int) -> bool:
    return 1850 <= year <= 2199


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
