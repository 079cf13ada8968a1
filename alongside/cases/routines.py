"""What a type of cases does by itself: when something has happened to a case, things are done (spec C40).

What happened is read off the case as it was and as it is, so it is the same whoever did it and by whichever
way. What a routine does can set off others, but each runs once for one deed at most: so none can go round.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Trigger(StrEnum):
    """When a routine runs. Of those in `NAMED`, it may be one stage, status, subtype or group, or any."""

    RAISED = "raised"
    TAKEN = "taken"
    RELEASED = "released"
    ESCALATED = "escalated"
    LATE = "late"
    REASSIGNED = "reassigned"
    STAGE = "stage"
    STATUS = "status"
    SUBTYPE = "subtype"
    WAITS = "waits"
    GOES_ON = "goes_on"
    CLOSED = "closed"
    REOPENED = "reopened"
    TASKS_DONE = "tasks_done"


class Do(StrEnum):
    """What a routine does. Those in `AIMED` do it with one stage, status, subtype, reason or group; those in
    `WORDED` with a text."""

    STATUS = "status"
    STAGE = "stage"
    SUBTYPE = "subtype"
    GROUP = "group"
    RELEASE = "release"
    ESCALATE = "escalate"
    NOTE = "note"
    PRIVATE_NOTE = "private_note"
    ASK = "ask"
    EXTEND = "extend"
    CLOSE = "close"


NAMED = frozenset({Trigger.REASSIGNED, Trigger.STAGE, Trigger.STATUS, Trigger.SUBTYPE})
AIMED = frozenset({Do.STATUS, Do.STAGE, Do.SUBTYPE, Do.GROUP, Do.CLOSE})
WORDED = frozenset({Do.NOTE, Do.PRIVATE_NOTE, Do.ASK})
NUMBERED = frozenset({Do.EXTEND})  # by so many of the type's own units


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a routine does: `to` is the number of what it aims at."""

    do: Do
    to: int | None = None
    text: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """A case, as far as routines look at it."""

    status: int
    escalated: bool
    closed: bool
    stage: int | None = None
    subtype: int | None = None
    group: int = 0
    assignee: int | None = None
    waits: bool = False
    late: bool = False
    tasks_done: bool = False  # the last of them in the deed that is under way


Happened = frozenset[tuple[Trigger, int | None]]


def happened(before: State | None, after: State) -> Happened:
    """What happened to a case between the two; before it was raised there is none."""
    if before is None:
        return frozenset({(Trigger.RAISED, None)})
    changed = {
        (Trigger.STATUS, after.status): before.status != after.status,
        (Trigger.STAGE, after.stage): after.stage is not None and before.stage != after.stage,
        (Trigger.SUBTYPE, after.subtype): after.subtype is not None and before.subtype != after.subtype,
        (Trigger.REASSIGNED, after.group): before.group != after.group,
        (Trigger.TAKEN, None): after.assignee is not None and before.assignee != after.assignee,
        (Trigger.RELEASED, None): before.assignee is not None and after.assignee is None,
        (Trigger.ESCALATED, None): after.escalated and not before.escalated,
        (Trigger.LATE, None): after.late and not before.late,
        (Trigger.WAITS, None): after.waits and not before.waits,
        (Trigger.GOES_ON, None): before.waits and not after.waits,
        (Trigger.CLOSED, None): after.closed and not before.closed,
        (Trigger.REOPENED, None): before.closed and not after.closed,
        (Trigger.TASKS_DONE, None): after.tasks_done and not before.tasks_done,
    }
    return frozenset(one for one, so in changed.items() if so)


@dataclass(frozen=True, slots=True)
class Routine:
    """When `trigger` happens – with `of`, where that is said – the steps are done, in their order."""

    number: int
    trigger: Trigger
    steps: tuple[Step, ...]
    of: int | None = None

    def answers(self, to: Happened) -> bool:
        return any(self.trigger is trigger and self.of in (None, of) for trigger, of in to)


def settle(
    before: State | None,
    state: Callable[[], State],
    routines: Callable[[], Iterable[Routine]],
    run: Callable[[Routine], None],
) -> list[int]:
    """Run what answers to what happened, and then what answers to that, until nothing more does; the numbers
    of those that ran. Each runs once at most. `routines` is asked only when something happened."""
    ran: list[int] = []
    known: list[Routine] | None = None
    while to := happened(before, after := state()):
        known = list(routines()) if known is None else known
        due = [one for one in known if one.number not in ran and one.answers(to)]
        for one in due:
            ran.append(one.number)
            run(one)
        if not due:
            break
        before = after
    return ran
