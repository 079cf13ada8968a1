"""Whether one more person is shown to an agent: facts in, verdict out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from alongside.people.looking.limits import Limits


class Answer(Enum):
    SHOW = "show"
    ASK = "ask"  # show once a reason is given
    STOP = "stop"  # show nobody else today, unless a manager says so


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when an agent wants to see somebody. `hour` and `day` count different people whom
    the agent looked at, without this one."""

    oneself: bool = False  # their own record, the anonymous user, or the house itself is looking
    seen_today: bool = False  # a second look at somebody on one day costs nothing
    helping: bool = False  # the agent is helping this person now
    reason_given: bool = False
    lifted: bool = False  # a manager lifted the end of looking for today
    hour: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    answer: Answer
    rule: str


def decide(facts: Facts, limits: Limits) -> Verdict:
    """The first rule that applies decides (security.md T-18)."""
    if facts.oneself:
        return Verdict(Answer.SHOW, "looks-at-nobody-else")
    if facts.seen_today:
        return Verdict(Answer.SHOW, "seen-today")
    if facts.helping:
        return Verdict(Answer.SHOW, "is-helping")
    if facts.day >= limits.stop and not facts.lifted:
        return Verdict(Answer.STOP, ENOUGH)
    if facts.reason_given:
        return Verdict(Answer.SHOW, "reason-given")
    if facts.hour >= limits.hour:
        return Verdict(Answer.ASK, "many-in-an-hour")
    if facts.day >= limits.day:
        return Verdict(Answer.ASK, "many-in-a-day")
    return Verdict(Answer.SHOW, "within-limits")


ENOUGH = "looked-at-enough-people"
