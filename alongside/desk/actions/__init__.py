"""Every write at the desk: `from alongside.desk import actions as desk`."""

from alongside.desk.actions.answering import approve, propose, reject, resolve, see_proposals, send
from alongside.desk.actions.arranging import (
    arrange_topic,
    create_skill,
    delete_topic,
    give_skill,
    set_level,
    take_level,
    take_skill,
)
from alongside.desk.actions.asking import ask, ask_on, offered, target_of
from alongside.desk.actions.drafting import draft_of, keep_draft
from alongside.desk.actions.forwarding import Brief, forward, take_over, withdraw
from alongside.desk.actions.getting import (
    NothingWaits,
    could_get,
    get_next,
    give_back,
    pick,
    reassign,
    waiting_for,
)
from alongside.desk.actions.opening import set_hours
from alongside.desk.actions.outbox import answers_by_mail
from alongside.desk.actions.outside import Sender, ask_from_outside
from alongside.desk.actions.refiling import merge, split
from alongside.desk.actions.seeing import view_question
from alongside.desk.actions.sorting import retopic, set_aside
from alongside.desk.actions.stock import filled_for, keep_stock_answer, remove_stock_answer
from alongside.desk.actions.working import NotNow

__all__ = [
    "Brief",
    "NotNow",
    "NothingWaits",
    "Sender",
    "answers_by_mail",
    "approve",
    "arrange_topic",
    "ask",
    "ask_from_outside",
    "ask_on",
    "could_get",
    "create_skill",
    "delete_topic",
    "draft_of",
    "filled_for",
    "forward",
    "get_next",
    "give_back",
    "give_skill",
    "keep_draft",
    "keep_stock_answer",
    "merge",
    "offered",
    "pick",
    "propose",
    "reassign",
    "reject",
    "remove_stock_answer",
    "resolve",
    "retopic",
    "see_proposals",
    "send",
    "set_aside",
    "set_hours",
    "set_level",
    "split",
    "take_level",
    "take_over",
    "take_skill",
    "target_of",
    "view_question",
    "waiting_for",
    "withdraw",
]
