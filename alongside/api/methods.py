"""The methods that programs can call, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alongside.api import desk
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.desk import actions
from alongside.desk.actions.answering import DECIDE, PROPOSE, RESOLVE, SEND
from alongside.desk.actions.getting import GET_NEXT, PICK, REASSIGN, RETURN
from alongside.desk.actions.seeing import VIEW
from alongside.desk.actions.sorting import RETOPIC, SET_ASIDE
from alongside.interactions import actions as interactions
from alongside.interactions.actions import CLOSE_OLD, DAYS_TO_RETAIN, Old
from alongside.lib import clock

Params = Mapping[str, Any]
MOST_DAYS = 36_500


class WrongParams(ValueError):
    """Parameters that a method cannot take; the message says which and why."""


@dataclass(frozen=True)
class Method:
    """`right` is the scope that a token needs, where it is not that of the power."""

    power: Power
    call: Callable[[Acting, Params], Any]
    right: str = ""

    @property
    def scope(self) -> str:
        return self.right or self.power.right


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


# Whoever works on questions does this with them, by the rules of the desk.
WORK, APPROVE = "desk.work", "desk.approve"

METHODS = {
    "goss.AssistedService.closeOldInteractions": Method(CLOSE_OLD, close_old_interactions),
    "desk.getNext": Method(GET_NEXT, desk.get_next),
    "desk.read": Method(VIEW, desk.read),
    "desk.pick": Method(PICK, desk.deed(lambda acting, one, said: actions.pick(acting, one))),
    "desk.assign": Method(REASSIGN, desk.deed(desk.assign)),
    "desk.return": Method(RETURN, desk.deed(lambda acting, one, said: actions.give_back(acting, one)), WORK),
    "desk.send": Method(
        SEND, desk.deed(lambda acting, one, said: actions.send(acting, one, desk.text(said)))
    ),
    "desk.sendAndLeaveOpen": Method(
        SEND,
        desk.deed(lambda acting, one, said: actions.send(acting, one, desk.text(said), leave_open=True)),
    ),
    "desk.propose": Method(
        PROPOSE, desk.deed(lambda acting, one, said: actions.propose(acting, one, desk.text(said)))
    ),
    "desk.approve": Method(DECIDE, desk.deed(desk.approve), APPROVE),
    "desk.reject": Method(DECIDE, desk.deed(desk.reject), APPROVE),
    "desk.resolve": Method(RESOLVE, desk.deed(lambda acting, one, said: actions.resolve(acting, one)), WORK),
    "desk.changeTopic": Method(RETOPIC, desk.deed(desk.change_topic), WORK),
    "desk.setAside": Method(
        SET_ASIDE, desk.deed(lambda acting, one, said: actions.set_aside(acting, one)), WORK
    ),
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
