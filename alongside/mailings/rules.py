"""Who is written to, and what becomes of a subscription: the decisions by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Joining:
    """What is known when somebody is to be put on a list."""

    confirmed: bool  # the list wants a click on a mailed link
    helping: bool  # somebody else asks for them
    active: bool  # they are on it already


def joins_at_once(facts: Joining) -> bool:
    """Whether they are on it now, without a link that is mailed to them: nobody agrees for somebody else to
    being written to."""
    return facts.active or not (facts.confirmed or facts.helping)


@dataclass(frozen=True, slots=True)
class Receiving:
    """What is known when a mail is about to leave."""

    state: str  # of the subscription; empty where there is none any more
    in_use: bool  # the person's record: neither closed nor merged nor erased
    address: str


SUBSCRIBED = "active"


def why_not(facts: Receiving) -> str:
    """Why this mail does not leave, in a sentence for those who look at the list; empty where it does."""
    if not facts.state:
        return "Their record was erased."
    if not facts.in_use:
        return "Their record is no longer in use."
    if facts.state == "suspended":
        return "Mail to them came back, or they called it unwanted."
    if facts.state != SUBSCRIBED:
        return "They left the list."
    if not facts.address:
        return "There is no address."
    return ""


MOST = 2000  # letters of one spell of work


@dataclass(frozen=True, slots=True)
class Pace:
    """So many letters, and then a rest until the next of them."""

    lot: int
    rest: timedelta


def pace(per_minute: int | None) -> Pace:
    """How to send at most so many a minute, in even portions; without a limit as fast as they are taken."""
    if per_minute is None:
        return Pace(MOST, timedelta())
    lot = max(1, min(MOST, per_minute // 30))
    return Pace(lot, timedelta(minutes=lot / per_minute))
