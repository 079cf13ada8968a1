"""Every write about cases: `from alongside.cases import actions as cases`."""

from alongside.cases.actions.attaching import attach, detach, fetch
from alongside.cases.actions.changing import (
    change_contact,
    change_stage,
    change_status,
    change_subtype,
    convert,
)
from alongside.cases.actions.closing import close, reopen
from alongside.cases.actions.hands import assign, claim, escalate, reassign, release
from alongside.cases.actions.letters import say, write_and_send
from alongside.cases.actions.linking import link, unlink
from alongside.cases.actions.noting import TooMany, note, note_privately, note_unseen
from alongside.cases.actions.raising import AlreadyRaised, raise_case
from alongside.cases.actions.rating import rate
from alongside.cases.actions.routines import RoutinePlan, follow, remove_routine, set_up_routine
from alongside.cases.actions.seeing import AS_THE_OWNER, SEARCH, demand_pages, track_case, view_case
from alongside.cases.actions.targets import answer, ask, asked_now, extend, keep_targets, withdraw_asking
from alongside.cases.actions.types import Limits, Plan, retire_type, set_up
from alongside.cases.actions.working import NotNow

__all__ = [
    "AS_THE_OWNER",
    "SEARCH",
    "AlreadyRaised",
    "Limits",
    "NotNow",
    "Plan",
    "RoutinePlan",
    "TooMany",
    "answer",
    "ask",
    "asked_now",
    "assign",
    "attach",
    "change_contact",
    "change_stage",
    "change_status",
    "change_subtype",
    "claim",
    "close",
    "convert",
    "demand_pages",
    "detach",
    "escalate",
    "extend",
    "fetch",
    "follow",
    "keep_targets",
    "link",
    "note",
    "note_privately",
    "note_unseen",
    "raise_case",
    "rate",
    "reassign",
    "release",
    "remove_routine",
    "reopen",
    "retire_type",
    "say",
    "set_up",
    "set_up_routine",
    "track_case",
    "unlink",
    "view_case",
    "withdraw_asking",
    "write_and_send",
]
