"""Values of profile fields as people type them, and as they read them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from alongside.people.models import FieldType
from alongside.ui.words import day


def typed_as(value: object, type: str = "") -> object:
    """A stored value as people would type it; several of them as a list."""
    value = _meant(value, type)
    if isinstance(value, list):
        return [typed_as(one, type) for one in value]
    if isinstance(value, datetime):
        return f"{value.day}/{value.month}/{value.year} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return value


def read_as(value: object, type: str = "") -> str:
    """A stored value on one line, as it is read: dates in words, commas between several and between lines."""
    value = _meant(value, type)
    if isinstance(value, list):
        return ", ".join(read_as(one, type) for one in value)
    if isinstance(value, datetime):
        return f"{day(value.date())}, {value:%H:%M}"
    if isinstance(value, date):
        return day(value)
    return "" if value is None else ", ".join(str(typed_as(value)).splitlines())


def _meant(value: object, type: str) -> object:
    """Dates are kept as text wherever they have no column."""
    if isinstance(value, str):
        with suppress(ValueError):
            if type == FieldType.DATE:
                return date.fromisoformat(value)
            if type == FieldType.DATETIME:
                return datetime.fromisoformat(value)
    return value
