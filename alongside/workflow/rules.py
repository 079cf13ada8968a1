"""Who may do what with a task. Pure.

Whose tasks a page shows is its own setting (spec C25, 4.7): for those of the person helped it passes the
`Acting` as it is, for one's own `acting.as_oneself()`. So the person the deed is for is the one whose groups
count here (4.8); that the agent reaches the page is for the page to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alongside.assisting.rules import Mode, Verdict, allow, deny


class Act(StrEnum):
    CLAIM = "claim"
    RELEASE = "release"
    COMPLETE = "complete"


class Whose(StrEnum):
    """In whose hands a task is, seen from the person the deed is for."""

    NOBODY = "nobody"
    THEIRS = "theirs"
    ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class Facts:
    act: Act
    mode: Mode
    whose: Whose
    candidate: bool  # the person belongs to a group that the task is offered to
    sitting: bool  # the process was started for the anonymous user in this very sitting


def decide(facts: Facts) -> Verdict:
    """Whether the person's task may be claimed, released or completed."""
    if facts.mode is Mode.ANON and not facts.sitting:
        return deny("tasks-of-nobody")
    if facts.whose is Whose.ANOTHER:
        return deny("task-of-another")
    if facts.act is Act.CLAIM:
        if facts.whose is Whose.THEIRS:
            return deny("claimed-already")
        return allow("candidate") if facts.candidate else deny("no-candidate")
    return allow("own-task") if facts.whose is Whose.THEIRS else deny("not-claimed")


@dataclass(frozen=True, slots=True)
class Seeing:
    """What decides whether a process is shown."""

    mode: Mode
    oversees: bool  # the actor's own right; whoever they help changes nothing
    works: bool  # a task of it is, was or could be in the hands of the person the deed is for
    initiator: bool  # it was started for the person the deed is for
    sitting: bool


# By these, what the process knows is shown; to whom it is for, how far it is.
WITH_VALUES = frozenset(("oversees-processes", "works-on-process"))


def decide_seeing(facts: Seeing) -> Verdict:
    """Whether a process is shown; which rule says it also says how much of it is."""
    if facts.oversees:
        return allow("oversees-processes")
    if facts.mode is Mode.ANON and not facts.sitting:
        return deny("processes-of-nobody")
    if facts.works:
        return allow("works-on-process")
    return allow("own-process") if facts.initiator else deny("process-of-others")
