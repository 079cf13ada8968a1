"""Every write about cases: `from alongside.cases import actions as cases`."""

from alongside.cases.actions.appointing import (
    Meeting,
    answer_appointment,
    appoint,
    cancel_appointment,
    move_appointment,
)
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
from alongside.cases.actions.lots import Do, Lot, do_each, hinder, set_out
from alongside.cases.actions.noting import TooMany, note, note_privately, note_unseen
from alongside.cases.actions.raising import AlreadyRaised, raise_case, raise_from_outside
from alongside.cases.actions.rating import rate
from alongside.cases.actions.routines import RoutinePlan, follow, remove_routine, set_up_routine
from alongside.cases.actions.seeing import AS_THE_OWNER, SEARCH, demand_pages, track_case, view_case
from alongside.cases.actions.targets import answer, ask, asked_now, extend, keep_targets, withdraw_asking
from alongside.cases.actions.tasking import settle_task
from alongside.cases.actions.types import Limits, Plan, retire_type, set_up
from alongside.cases.actions.working import NotNow

__all__ = [
    "AS_THE_OWNER",
    "SEARCH",
    "AlreadyRaised",
    "Do",
    "Limits",
    "Lot",
    "Meeting",
    "NotNow",
    "Plan",
    "RoutinePlan",
    "TooMany",
    "answer",
    "answer_appointment",
    "appoint",
    "ask",
    "asked_now",
    "assign",
    "attach",
    "cancel_appointment",
    "change_contact",
    "change_stage",
    "change_status",
    "change_subtype",
    "claim",
    "close",
    "convert",
    "demand_pages",
    "detach",
    "do_each",
    "escalate",
    "extend",
    "fetch",
    "follow",
    "hinder",
    "keep_targets",
    "link",
    "move_appointment",
    "note",
    "note_privately",
    "note_unseen",
    "raise_case",
    "raise_from_outside",
    "rate",
    "reassign",
    "release",
    "remove_routine",
    "reopen",
    "retire_type",
    "say",
    "set_out",
    "set_up",
    "set_up_routine",
    "settle_task",
    "track_case",
    "unlink",
    "view_case",
    "withdraw_asking",
    "write_and_send",
]
