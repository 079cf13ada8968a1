"""The methods that programs can call, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.api import desk, forms, mailings, tasks
from alongside.api.cases import DEEDS, fetch, find, note_by_reference, open_case, read, types
from alongside.api.params import Params, text
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.cases.actions.noting import NOTE_UNSEEN
from alongside.cases.actions.raising import RAISE
from alongside.cases.actions.seeing import ENQUIRE, SEARCH
from alongside.cases.actions.seeing import VIEW as VIEW_CASE
from alongside.desk import actions
from alongside.desk.actions.answering import DECIDE, PROPOSE, RESOLVE, SEND
from alongside.desk.actions.forwarding import FORWARD
from alongside.desk.actions.getting import GET_NEXT, PICK, REASSIGN, RETURN
from alongside.desk.actions.refiling import REFILE
from alongside.desk.actions.seeing import VIEW
from alongside.desk.actions.sorting import RETOPIC, SET_ASIDE
from alongside.forms.actions.attaching import ATTACH
from alongside.forms.actions.carrying import CARRY_OVER
from alongside.forms.actions.drafting import DISCARD, SAVE
from alongside.forms.actions.opening import OPEN
from alongside.forms.actions.submitting import SUBMIT
from alongside.interactions import actions as interactions
from alongside.interactions.actions import CLOSE_OLD, DAYS_TO_RETAIN, Old
from alongside.lib import clock
from alongside.mailings.actions import SEND as MAIL
from alongside.mailings.actions import WRITE, sending
from alongside.workflow.actions.doing import CLAIM, COMPLETE, RELEASE
from alongside.workflow.actions.seeing import SEE

MOST_DAYS = 36_500


class WrongParams(ValueError):
    """Parameters that a method cannot take; the message says which and why."""


@dataclass(frozen=True)
class Method:
    """`right` is the scope that a token needs, where it is not that of the power. `helps` is whether it is
    also done for somebody, in a sitting that its maker has begun."""

    power: Power
    call: Callable[[Acting, Params], Any]
    right: str = ""
    helps: bool = False

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
ENTER = "console.enter"

METHODS = {
    "goss.AssistedService.closeOldInteractions": Method(CLOSE_OLD, close_old_interactions),
    "desk.getNext": Method(GET_NEXT, desk.get_next),
    "desk.read": Method(VIEW, desk.read),
    "desk.pick": Method(PICK, desk.deed(lambda acting, one, said: actions.pick(acting, one))),
    "desk.assign": Method(REASSIGN, desk.deed(desk.assign)),
    "desk.return": Method(RETURN, desk.deed(lambda acting, one, said: actions.give_back(acting, one)), WORK),
    "desk.send": Method(SEND, desk.deed(lambda acting, one, said: actions.send(acting, one, text(said)))),
    "desk.sendAndLeaveOpen": Method(
        SEND,
        desk.deed(lambda acting, one, said: actions.send(acting, one, text(said), leave_open=True)),
    ),
    "desk.propose": Method(
        PROPOSE, desk.deed(lambda acting, one, said: actions.propose(acting, one, text(said)))
    ),
    "desk.approve": Method(DECIDE, desk.deed(desk.approve), APPROVE),
    "desk.reject": Method(DECIDE, desk.deed(desk.reject), APPROVE),
    "desk.resolve": Method(RESOLVE, desk.deed(lambda acting, one, said: actions.resolve(acting, one)), WORK),
    "desk.changeTopic": Method(RETOPIC, desk.deed(desk.change_topic), WORK),
    "desk.forward": Method(FORWARD, desk.deed(desk.forward), "desk.send"),
    "desk.merge": Method(REFILE, desk.deed(desk.merge), WORK),
    "desk.split": Method(REFILE, desk.deed(desk.split), WORK),
    "desk.setAside": Method(
        SET_ASIDE, desk.deed(lambda acting, one, said: actions.set_aside(acting, one)), WORK
    ),
    "mailings.lists": Method(WRITE, mailings.lists),
    "mailings.write": Method(WRITE, mailings.write),
    "mailings.read": Method(WRITE, mailings.read),
    "mailings.start": Method(MAIL, mailings.deed(sending.start)),
    "mailings.pause": Method(MAIL, mailings.deed(sending.pause)),
    "mailings.goOn": Method(MAIL, mailings.deed(sending.go_on)),
    "mailings.cancel": Method(MAIL, mailings.deed(sending.cancel)),
    "cases.types": Method(RAISE, types, ENQUIRE.right, helps=True),
    "cases.find": Method(SEARCH, find, helps=True),
    "cases.read": Method(VIEW_CASE, read, ENQUIRE.right, helps=True),
    "cases.file": Method(VIEW_CASE, fetch, ENQUIRE.right, helps=True),
    "cases.raise": Method(RAISE, open_case, ENQUIRE.right, helps=True),
    "cases.noteByReference": Method(NOTE_UNSEEN, note_by_reference, ENTER, helps=True),
    **{
        f"cases.{name}": Method(one.power, one.method, ENQUIRE.right, helps=True)
        for name, one in DEEDS.items()
    },
    # Whoever comes to the pages fills in forms and does tasks, by the rules of the very form or task.
    "forms.find": Method(OPEN, forms.find, ENTER, helps=True),
    "forms.read": Method(OPEN, forms.read, ENTER, helps=True),
    "forms.saved": Method(SAVE, forms.saved, ENTER, helps=True),
    "forms.begin": Method(SAVE, forms.begin, ENTER, helps=True),
    "forms.draft": Method(SAVE, forms.DEEDS["draft"].method, ENTER, helps=True),
    "forms.save": Method(SAVE, forms.DEEDS["save"].method, ENTER, helps=True),
    "forms.carryOver": Method(CARRY_OVER, forms.DEEDS["carryOver"].method, ENTER, helps=True),
    "forms.attach": Method(ATTACH, forms.attach, ENTER, helps=True),
    "forms.discard": Method(DISCARD, forms.discard, ENTER, helps=True),
    "forms.submit": Method(SUBMIT, forms.submit, ENTER, helps=True),
    "tasks.find": Method(SEE, tasks.find, ENTER, helps=True),
    "tasks.read": Method(SEE, tasks.DEEDS["read"].method, ENTER, helps=True),
    "tasks.claimNext": Method(CLAIM, tasks.claim_next, ENTER, helps=True),
    "tasks.claim": Method(CLAIM, tasks.DEEDS["claim"].method, ENTER, helps=True),
    "tasks.release": Method(RELEASE, tasks.DEEDS["release"].method, ENTER, helps=True),
    "tasks.complete": Method(COMPLETE, tasks.DEEDS["complete"].method, ENTER, helps=True),
    "tasks.fillIn": Method(COMPLETE, tasks.fill_in, ENTER, helps=True),
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
