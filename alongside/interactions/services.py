"""What contacts are about: the tenant's list of services (spec G54)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

LONGEST_VALUE = 64


@dataclass(frozen=True, slots=True)
class Service:
    """`value` is kept, `label` is shown, services of one `group` are listed together."""

    value: str
    label: str
    group: str = ""


USUAL = (
    Service("undecided", "To be decided"),
    Service("benefits", "Benefits", "Money"),
    Service("council-tax", "Council Tax", "Money"),
    Service("waste", "Waste and recycling", "Streets"),
    Service("roads", "Roads and Highways", "Streets"),
)


def services(options: Mapping[str, Any]) -> tuple[Service, ...]:
    """The tenant's services, in their order: `options["services"]` is a list of
    `{"value": …, "label": …, "group": …}`. Rows without a usable value are left out; a list without
    any usable row, like no list, means the usual services."""
    rows = options.get("services")
    known: dict[str, Service] = {}
    for row in rows if isinstance(rows, list) else []:
        service = _service(row)
        if service is not None:
            known.setdefault(service.value, service)
    return tuple(known.values()) or USUAL


def label_of(value: str, options: Mapping[str, Any]) -> str:
    """How a service is shown; one that was taken off the list keeps its value as its name."""
    return next((service.label for service in services(options) if service.value == value), value)


def choices(options: Mapping[str, Any]) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """The services as a select offers them: those without a group first, then group by group."""
    ordered = sorted(services(options), key=lambda service: service.group)
    found: list[tuple[str, str | list[tuple[str, str]]]] = []
    for group, members in groupby(ordered, key=lambda service: service.group):
        pairs = [(service.value, service.label) for service in members]
        if group:
            found.append((group, pairs))
        else:
            found.extend(pairs)
    return found


def _service(row: object) -> Service | None:
    if not isinstance(row, Mapping):
        return None
    value, label, group = (str(row.get(name) or "").strip() for name in ("value", "label", "group"))
    if not value or len(value) > LONGEST_VALUE:
        return None
    return Service(value, label or value, group)
