"""The e-mails about cases: on which occasions, to whom, and in which words (spec C3, C5, C37, C41). Pure.

The words are `letters.toml`; a type may have its own. What stands in braces is filled in for each receiver.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class Reader(StrEnum):
    OWNER = "owner"  # also whoever has no account, by the address that the case carries
    STAFF = "staff"


class Occasion(StrEnum):
    """When something is written. Those of owners come first."""

    RAISED = "raised"
    RAISED_WITHOUT_ACCOUNT = "raised_without_account"
    UPDATED = "updated"
    ASKED = "asked"
    APPOINTED = "appointed"
    APPOINTMENT_MOVED = "appointment_moved"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    CLOSED = "closed"
    KEEPING = "keeping"  # an appointment that somebody keeps was made, given to them or changed
    KEEPING_NO_MORE = "keeping_no_more"
    ASSIGNED = "assigned"
    GIVEN = "given"
    FROM_OWNER = "from_owner"
    NOTED = "noted"
    ESCALATED = "escalated"
    TASKS_DONE = "tasks_done"
    NEAR = "near"
    BREACHED = "breached"


@dataclass(frozen=True, slots=True)
class Words:
    """What the house says on an occasion: its name for administrators, who reads it, and its words."""

    name: str
    reader: Reader
    subject: str
    text: str


# What each placeholder is, as those are told who write the words of a type.
MEANINGS = {
    "reference": "reference of the case",
    "title": "what the case is about",
    "type": "name of the type",
    "name": "name of whoever reads it",
    "next": "what happens next, in a sentence",
    "due": "by when, in a sentence; nothing where there is no target",
    "when": "day and time of the appointment; nothing where it is not about one",
    "appointment": "when, how and where the appointment is; nothing where it is not about one",
    "helped": "who raised it for them, in a sentence; nothing where they did it themselves",
    "link": "address of the case",
    "house": "name of the organisation",
}
_PLACE = re.compile(r"\{(\w+)\}")
LONGEST_SUBJECT, LONGEST_TEXT = 200, 5_000


@cache
def words() -> dict[Occasion, Words]:
    """The house's own words on every occasion."""
    read = tomllib.loads(Path(__file__).with_name("letters.toml").read_text())
    return {
        one: Words(said["name"], Reader(said["reader"]), said["subject"], said["text"].strip())
        for one, said in ((one, read[one.value]) for one in Occasion)
    }


def unknown(text: str) -> list[str]:
    """What stands in braces and means nothing, each once."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in MEANINGS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in, as plain text; a line of which nothing is left goes."""
    lines = []
    for line in text.splitlines():
        said = _PLACE.sub(lambda found: values.get(found[1], ""), line)
        if said.strip() or not line.strip():
            lines.append(said.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


# What is told of an event: to its owner, and to those who work on it. `theirs` is whether the owner did it,
# alone or helped.
_OF_STAFF = {
    "cases.noted": (Occasion.UPDATED, Occasion.NOTED),
    "cases.noted_privately": (Occasion.NOTED,),
    "cases.status_changed": (Occasion.UPDATED,),
    "cases.reopened": (Occasion.UPDATED,),
    "cases.owner_asked": (Occasion.ASKED,),
    "cases.appointed": (Occasion.APPOINTED, Occasion.KEEPING),
    "cases.appointment_moved": (Occasion.APPOINTMENT_MOVED, Occasion.KEEPING, Occasion.KEEPING_NO_MORE),
    "cases.appointment_cancelled": (Occasion.APPOINTMENT_CANCELLED, Occasion.KEEPING_NO_MORE),
    "cases.closed": (Occasion.CLOSED,),
    "cases.assigned": (Occasion.ASSIGNED,),
    "cases.reassigned": (Occasion.GIVEN,),
    "cases.escalated": (Occasion.ESCALATED,),
    "cases.last_task_done": (Occasion.TASKS_DONE,),
    "cases.target_near": (Occasion.NEAR,),
    "cases.target_breached": (Occasion.BREACHED,),
}
_OF_OWNERS = {
    "cases.raised": (Occasion.RAISED,),
    "cases.sent_in": (Occasion.RAISED,),
    "cases.noted": (Occasion.FROM_OWNER,),
    "cases.owner_answered": (Occasion.FROM_OWNER,),
    "cases.appointment_answered": (Occasion.FROM_OWNER,),
    "cases.appointed": (Occasion.KEEPING,),
    "cases.appointment_moved": (Occasion.KEEPING, Occasion.KEEPING_NO_MORE),
    "cases.appointment_cancelled": (Occasion.KEEPING_NO_MORE,),
    "cases.contact_changed": (Occasion.FROM_OWNER,),
    "cases.attached": (Occasion.FROM_OWNER,),
}
OF_KEEPERS = frozenset({Occasion.KEEPING, Occasion.KEEPING_NO_MORE})
ABOUT_APPOINTMENTS = OF_KEEPERS | {
    Occasion.APPOINTED,
    Occasion.APPOINTMENT_MOVED,
    Occasion.APPOINTMENT_CANCELLED,
}
# The house keeps targets against the owner; nobody else has these two told of.
_BY_THE_HOUSE = frozenset({"cases.target_near", "cases.target_breached"})
KINDS = tuple(sorted(_OF_STAFF | _OF_OWNERS))


def occasions(kind: str, *, theirs: bool, account: bool) -> tuple[Occasion, ...]:
    """What is written after an event of this kind; `account` is whether its owner has one."""
    told = _OF_OWNERS if theirs and kind not in _BY_THE_HOUSE else _OF_STAFF
    found = told.get(kind, ())
    if not account and Occasion.RAISED in found:
        return (Occasion.RAISED_WITHOUT_ACCOUNT,)
    return found
