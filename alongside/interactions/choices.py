"""What the tenant chose about contacts, read from its options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

from alongside.interactions.services import LONGEST_VALUE


@dataclass(frozen=True, slots=True)
class WrapUp:
    """How a contact can end: `value` is kept, `label` is shown."""

    value: str
    label: str


USUAL = (
    WrapUp("resolved", "Resolved"),
    WrapUp("passed-on", "Passed on"),
    WrapUp("call-back", "To call back"),
    WrapUp("no-answer", "Nobody answered"),
    WrapUp("other", "Other"),
)


def wrap_ups(options: Mapping[str, Any]) -> tuple[WrapUp, ...]:
    """The tenant's wrap-up codes: `options["wrap_ups"]` is a list of `{"value": …, "label": …}`; rows
    without a usable value are left out, and a list without any usable row means the usual ones."""
    rows = options.get("wrap_ups")
    known: dict[str, WrapUp] = {}
    for row in rows if isinstance(rows, list) else []:
        value = str(row.get("value") or "").strip() if isinstance(row, Mapping) else ""
        if value and len(value) <= LONGEST_VALUE:
            known.setdefault(value, WrapUp(value, str(row.get("label") or "").strip() or value))
    return tuple(known.values()) or USUAL


def wrap_up_label(value: str, options: Mapping[str, Any]) -> str:
    """How a wrap-up is shown; one that was taken off the list keeps its value as its name."""
    if not value:
        return "Without a wrap-up"
    return next((one.label for one in wrap_ups(options) if one.value == value), value)


def wrap_up_required(options: Mapping[str, Any]) -> bool:
    """Whether a contact can be closed only with a wrap-up."""
    return bool(options.get("wrap_up_required"))


def completes_on_stop(options: Mapping[str, Any]) -> bool:
    """Whether stopping to help closes the contact with it. Where a wrap-up is required it is asked for."""
    return bool(options.get("complete_on_stop"))


def staff_groups(options: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The names of the groups whose members take over contacts (spec G55, `StaffGroups`); None where the
    tenant named none, and every staff group counts."""
    named = options.get("staff_groups")
    if not isinstance(named, list):
        return None
    return tuple(name.strip() for name in named if isinstance(name, str) and name.strip()) or None


def zone(options: Mapping[str, Any]) -> tzinfo:
    """The tenant's time zone: `options["time_zone"]`, else that of the house."""
    name = options.get("time_zone")
    known = isinstance(name, str) and name in available_timezones()
    return ZoneInfo(name if known and isinstance(name, str) else settings.TIME_ZONE)


class NoSuchTime(ValueError):
    """The clocks skip this time on that day."""


def moment_of(local: datetime, where: tzinfo) -> datetime:
    """The moment that a clock there shows as `local` (naive); the first of two where the hour comes
    twice. Raises `NoSuchTime` for one that the clocks skip."""
    moment = local.replace(tzinfo=where, fold=0)
    if moment.astimezone(UTC).astimezone(where).replace(tzinfo=None) != local:
        raise NoSuchTime(f"the clocks skip {local:%H:%M}")
    return moment.astimezone(UTC)
