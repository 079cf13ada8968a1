"""In whose hands a case is: claiming, releasing, assigning, giving it to another group, escalating."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.working import NotNow, demand_open, save, working
from alongside.cases.models import Case, Part, Phase
from alongside.history.events import Event
from alongside.people.models import Group, Person

CLAIM = Power("cases.claim", Kind.MATTER)
RELEASE = Power("cases.release", Kind.MATTER)
ASSIGN = Power("cases.assign", Kind.MATTER)
REASSIGN = Power("cases.reassign", Kind.MATTER)
ESCALATE = Power("cases.escalate", Kind.MATTER)


class Claimed(
    Event,
    kind="cases.claimed",
    title="Case Claimed",
    sentence="{actor} claimed the case {reference} for {person}",
    sentence_self="{actor} claimed the case {reference}",
    private=True,
):
    reference: str


class Released(
    Event,
    kind="cases.released",
    title="Case Released",
    sentence="{actor} released the case {reference} for {person}",
    sentence_self="{actor} released the case {reference}",
    private=True,
):
    reference: str


class Assigned(
    Event,
    kind="cases.assigned",
    title="Case Assigned",
    sentence="{actor} assigned the case {reference} to somebody, for {person}",
    sentence_self="{actor} assigned the case {reference} to somebody",
    private=True,
):
    """`to` is the person's ref."""

    reference: str
    to: str


class Reassigned(
    Event,
    kind="cases.reassigned",
    title="Case Reassigned",
    sentence="{actor} gave the case {reference} to {group}, for {person}",
    sentence_self="{actor} gave the case {reference} to {group}",
    private=True,
):
    reference: str
    group: str


class Escalated(
    Event,
    kind="cases.escalated",
    title="Case Escalated",
    sentence="{actor} escalated the case {reference} for {person}",
    sentence_self="{actor} escalated the case {reference}",
    private=True,
):
    reference: str


def claim(acting: Acting, case: Case) -> Case:
    """Take a case that nobody has in hand, for the person the deed is for: whoever helps a manager claims it
    for them. A new case is thereby open. Raises `NotNow` where somebody has it."""
    with working(acting, CLAIM, case) as (deed, current):
        demand_open(current)
        if current.assignee_id == acting.person_id:
            raise NotNow("It is in these hands already.")
        if current.assignee is not None:
            raise NotNow(f"{current.assignee.name} has it in hand.")
        current.assignee_id = acting.person_id
        opened(current)
        save(deed, current, "assignee", "status")
        deed.record(Claimed(reference=current.reference), about=current)
        return current


def release(acting: Acting, case: Case) -> Case:
    """Let somebody else of the group take it."""
    with working(acting, RELEASE, case) as (deed, current):
        demand_release(current)
        current.assignee = None
        save(deed, current, "assignee")
        deed.record(Released(reference=current.reference), about=current)
        return current


def assign(acting: Acting, case: Case, to: Person) -> Case:
    """Put it into the hands of a manager. Raises `NotNow` for somebody who manages no such cases."""
    with working(acting, ASSIGN, case) as (deed, current):
        demand_assign(current, to)
        current.assignee = to
        opened(current)
        save(deed, current, "assignee", "status")
        deed.record(Assigned(reference=current.reference, to=str(to.ref)), about=current)
        return current


def reassign(acting: Acting, case: Case, to: Group) -> Case:
    """Give it to another of the groups that the type names, or back to its managers; nobody has it in hand
    then. Raises `NotNow` for any other group."""
    with working(acting, REASSIGN, case) as (deed, current):
        demand_open(current)
        if to.pk not in current.type.groups_with(Part.REASSIGNMENT) | current.type.managers:
            raise NotNow(f"Cases of this type are not given to {to.name}.")
        if to.pk == current.manager_group_id:
            raise NotNow(f"{to.name} has it already.")
        current.manager_group, current.assignee = to, None
        save(deed, current, "manager_group", "assignee")
        deed.record(Reassigned(reference=current.reference, group=to.name), about=current)
        return current


def escalate(acting: Acting, case: Case) -> Case:
    """Call for help with it. Raises `NotNow` for one that is escalated."""
    with working(acting, ESCALATE, case) as (deed, current):
        demand_escalate(current)
        current.status, current.escalated_at = current.type.status_of(Phase.ESCALATED), deed.at
        save(deed, current, "status", "escalated_at")
        deed.record(Escalated(reference=current.reference), about=current)
        return current


def demand_release(case: Case) -> None:
    """Raises `NotNow` for a case that is not in anybody's hands."""
    demand_open(case)
    if case.assignee_id is None:
        raise NotNow("Nobody has it in hand.")


def demand_assign(case: Case, to: Person) -> None:
    """Raises `NotNow` for a case that cannot be given to them."""
    demand_open(case)
    if to.standing.groups.isdisjoint({case.manager_group_id, *case.type.managers}):
        raise NotNow(f"{to.name} does not manage this case.")
    if case.assignee_id == to.pk:
        raise NotNow(f"{to.name} has it in hand already.")


def demand_escalate(case: Case) -> None:
    """Raises `NotNow` for a case that is escalated."""
    demand_open(case)
    if case.status.phase == Phase.ESCALATED:
        raise NotNow("It is escalated already.")


def opened(case: Case) -> None:
    """A new case that somebody took is open (spec C33)."""
    if case.status.phase == Phase.NEW:
        case.status = case.type.status_of(Phase.PROGRESS)
