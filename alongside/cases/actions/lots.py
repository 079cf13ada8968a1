"""The same done to several cases: to each by itself, with its own entry, as far as it can be done.

What one may not do, or what does not fit a case, is left out and said; nothing of it undoes the others. Many
are done by a job, a few at a time.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, Verdict
from alongside.assisting.sentences import sentence
from alongside.cases.actions import changing, closing, hands
from alongside.cases.actions.seeing import VIEW
from alongside.cases.actions.working import NotNow
from alongside.cases.models import ENQUIRE, Case, ChoiceKind, TypeChoice
from alongside.history.events import Event
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.jobs.works import Step
from alongside.people.models import Person

SET_OUT = Power("cases.set_out", Kind.STAFF, right=ENQUIRE)

WORK = "cases.lot"
AT_ONCE = 5  # cases of a step
MOST = 500  # cases of a lot
UNKNOWN = "This case is not there any more, or you cannot see it."


class SetOut(
    Event,
    kind="cases.lot_set_out",
    title="Many Cases Changed",
    sentence="{actor} set out to do the same to {count} cases: {do}",
    private=True,
):
    """What became of each case is an entry of its own."""

    do: str
    count: int


class Do(StrEnum):
    ASSIGN = "assign"
    RELEASE = "release"
    ESCALATE = "escalate"
    STATUS = "status"
    CLOSE = "close"


POWERS = {
    Do.ASSIGN: hands.ASSIGN,
    Do.RELEASE: hands.RELEASE,
    Do.ESCALATE: hands.ESCALATE,
    Do.STATUS: changing.CHANGE_STATUS,
    Do.CLOSE: closing.CLOSE,
}
# Statuses and reasons are named: each type has its own of that name.
NAMED = {Do.STATUS: ChoiceKind.STATUS, Do.CLOSE: ChoiceKind.REASON}


@dataclass(frozen=True)
class Lot:
    """What is done to each: `to` is who gets it, or the name of the status or of the reason."""

    do: Do
    to: Person | str = ""


def hinder(acting: Acting, lot: Lot, case: Case) -> str:
    """Why it cannot be done to a case as it is now, in a sentence; nothing where it can."""
    for power in (VIEW, POWERS[lot.do]):
        if not (verdict := acting.may(power, about=case)):
            return _why(acting, verdict)
    try:
        _demand(lot, case)
    except NotNow as problem:
        return str(problem)
    return ""


def do_each(acting: Acting, lot: Lot, numbers: Iterable[uuid.UUID]) -> list[tuple[str, str]]:
    """Do it to each of these, in their order; for each that was left out, its reference and why."""
    left = []
    for number in numbers:
        case: Case | None = Case.objects.for_a_page().filter(pk=number).first()
        if case is None:
            left.append(("–", UNKNOWN))
        elif why := hinder(acting, lot, case) or _done(acting, lot, case):
            left.append((case.reference, why))
    return left


def set_out(acting: Acting, lot: Lot, numbers: Sequence[uuid.UUID]) -> Job:
    """Have it done to many, one after the other, while one does something else."""
    with acting.doing(SET_OUT) as deed:
        to = lot.to.pk if isinstance(lot.to, Person) else lot.to
        chosen = [str(one) for one in numbers[:MOST]]
        job = jobs.ask(acting, WORK, payload={"do": lot.do.value, "to": to, "cases": chosen})
        deed.record(SetOut(do=lot.do.value, count=len(chosen)), about=job)
        return job


def go_on(acting: Acting, job: Job) -> Step:
    """A step of the job: a few cases more."""
    do, to = Do(job.payload["do"]), job.payload["to"]
    cases, done = [uuid.UUID(one) for one in job.payload["cases"]], job.done
    lot = Lot(do, Person.objects.get(pk=to) if do is Do.ASSIGN else to)
    left = [*job.cursor.get("left", ()), *do_each(acting, lot, cases[done : done + AT_ONCE])]
    done = min(len(cases), done + AT_ONCE)
    result = {"left": left}
    return Step({"left": left}, done, len(cases), finished=done == len(cases), result=result)


def told(job: Job) -> str:
    """How many were done, and why the others were not."""
    left = job.result["left"]
    said = f"{job.done - len(left):,} of {job.done:,} cases were changed."
    counted = Counter(why for _, why in left)
    return " ".join([said, *(f"{number:,} were not: {why}" for why, number in counted.most_common())])


def _done(acting: Acting, lot: Lot, case: Case) -> str:
    """Do it; why it was left out, where somebody else was quicker."""
    try:
        _do(acting, lot, case)
    except NotNow as problem:
        return str(problem)
    except Refused as refusal:
        return _why(acting, refusal.verdict)
    return ""


def _demand(lot: Lot, case: Case) -> None:
    """Raises `NotNow` with what the deed itself would say."""
    match lot.do:
        case Do.ASSIGN:
            hands.demand_assign(case, _person(lot))
        case Do.RELEASE:
            hands.demand_release(case)
        case Do.ESCALATE:
            hands.demand_escalate(case)
        case Do.STATUS:
            changing.demand_status(case, _choice(lot, case))
        case Do.CLOSE:
            closing.demand_close(case, _choice(lot, case))


def _do(acting: Acting, lot: Lot, case: Case) -> None:
    match lot.do:
        case Do.ASSIGN:
            hands.assign(acting, case, _person(lot))
        case Do.RELEASE:
            hands.release(acting, case)
        case Do.ESCALATE:
            hands.escalate(acting, case)
        case Do.STATUS:
            changing.change_status(acting, case, _choice(lot, case))
        case Do.CLOSE:
            closing.close(acting, case, _choice(lot, case))


def _person(lot: Lot) -> Person:
    if not isinstance(lot.to, Person):
        raise NotNow("Choose somebody of the list.")
    return lot.to


def _choice(lot: Lot, case: Case) -> TypeChoice:
    kind = NAMED[lot.do]
    for one in case.type.offered(kind):
        if one.name == lot.to:
            return one
    raise NotNow(f"Cases of the type {case.type.name} have no {kind.label.lower()} “{lot.to}”.")


def _why(acting: Acting, verdict: Verdict) -> str:
    return sentence(verdict.rule).replace("{person}", acting.person.name)
