"""The methods that programs can call, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.interactions import actions as interactions
from alongside.interactions.actions import CLOSE_OLD, DAYS_TO_RETAIN, Old
from alongside.lib import clock

Params = Mapping[str, Any]
MOST_DAYS = 36_500


class WrongParams(ValueError):
    """Parameters that a method cannot take; the message says which and why."""


@dataclass(frozen=True)
class Method:
    power: Power
    call: Callable[[Acting, Params], Any]


def close_old_interactions(acting: Acting, params: Params) -> dict[str, Any]:
    """Close contacts that were left open, or with `dryRunMode` only list them (spec G67–G69, 4.10)."""
    _demand_known(params, {"daysToRetain", "dryRunMode"})
    days = params.get("daysToRetain", DAYS_TO_RETAIN)
    dry_run = params.get("dryRunMode", False)
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
        raise WrongParams(f"daysToRetain must be a whole number from 0 to {MOST_DAYS}")
    if not isinstance(dry_run, bool):
        raise WrongParams("dryRunMode must be true or false")
    if dry_run:
        found = interactions.old(clock.now(), days_to_retain=days)
    else:
        found = interactions.close_old(acting, days_to_retain=days)
    return {
        "dryRunMode": dry_run,
        "daysToRetain": days,
        "closed": 0 if dry_run else len(found),
        "interactions": [_told(one) for one in found],
    }


METHODS = {
    "goss.AssistedService.closeOldInteractions": Method(CLOSE_OLD, close_old_interactions),
}


def _demand_known(params: Params, known: set[str]) -> None:
    unknown = sorted(set(params) - known)
    if unknown:
        raise WrongParams(f"unknown: {', '.join(unknown)}")


def _told(one: Old) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "agent": one.agent,
        "channel": one.channel,
        "state": one.state,
        "begun": one.begun_at.isoformat(),
        "days": one.days,
    }
