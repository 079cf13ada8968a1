"""How far a case is and what it is about: status, stage, subtype, type, contact details."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.raising import checked, put_contact
from alongside.cases.actions.staying import make_tasks
from alongside.cases.actions.wording import keep_words
from alongside.cases.actions.working import NotNow, demand_open, save, working
from alongside.cases.models import Case, CaseType, ChoiceKind, Phase, TypeChoice
from alongside.history.events import Event

CHANGE_STATUS = Power("cases.change_status", Kind.MATTER)
CHANGE_STAGE = Power("cases.change_stage", Kind.MATTER)
CHANGE_SUBTYPE = Power("cases.change_subtype", Kind.MATTER)
CONVERT = Power("cases.convert", Kind.MATTER)
CONTACT = Power("cases.contact", Kind.MATTER)


class StatusChanged(
    Event,
    kind="cases.status_changed",
    title="Case Status Changed",
    sentence="{actor} set the case {reference} to {status}, for {person}",
    sentence_self="{actor} set the case {reference} to {status}",
):
    reference: str
    status: str


class StageChanged(
    Event,
    kind="cases.stage_changed",
    title="Case Stage Changed",
    sentence="{actor} moved the case {reference} to the stage {stage}, for {person}",
    sentence_self="{actor} moved the case {reference} to the stage {stage}",
    private=True,
):
    reference: str
    stage: str


class SubtypeChanged(
    Event,
    kind="cases.subtype_changed",
    title="Case Subtype Changed",
    sentence="{actor} filed the case {reference} under {subtype}, for {person}",
    sentence_self="{actor} filed the case {reference} under {subtype}",
    private=True,
):
    reference: str
    subtype: str


class Converted(
    Event,
    kind="cases.converted",
    title="Case Converted",
    sentence="{actor} made the case {reference} one of the type {type_name}, for {person}",
    sentence_self="{actor} made the case {reference} one of the type {type_name}",
    private=True,
):
    reference: str
    type_name: str


class ContactChanged(
    Event,
    kind="cases.contact_changed",
    title="Contact Details Changed",
    sentence="{actor} changed the contact details of the case {reference} for {person}",
    sentence_self="{actor} changed the contact details of the case {reference}",
):
    """`changed` are the names of the details."""

    reference: str
    changed: tuple[str, ...]


def change_status(acting: Acting, case: Case, to: TypeChoice) -> Case:
    """Say how it goes: one of the statuses in progress. Closing and escalating are deeds of their own."""
    with working(acting, CHANGE_STATUS, case) as (deed, current):
        demand_status(current, to)
        current.status = to
        save(deed, current, "status")
        deed.record(StatusChanged(reference=current.reference, status=to.name), about=current)
        return current


def demand_status(case: Case, to: TypeChoice) -> None:
    """Raises `NotNow` for a case whose status cannot become this."""
    demand_open(case)
    if to not in case.type.offered(ChoiceKind.STATUS) or to.phase != Phase.PROGRESS:
        raise NotNow("Choose one of the statuses of a case in progress.")
    if to.pk == case.status_id:
        raise NotNow(f"It is {to.name} already.")


def change_stage(acting: Acting, case: Case, to: TypeChoice) -> Case:
    """Say which step it is at; never done by the house itself (spec C34)."""
    with working(acting, CHANGE_STAGE, case) as (deed, current):
        demand_open(current)
        if to not in current.type.offered(ChoiceKind.STAGE):
            raise NotNow("Choose one of the type's stages.")
        if to.pk == current.stage_id:
            raise NotNow(f"It is at {to.name} already.")
        current.stage = to
        save(deed, current, "stage")
        deed.record(StageChanged(reference=current.reference, stage=to.name), about=current)
        return current


def change_subtype(acting: Acting, case: Case, to: TypeChoice) -> Case:
    with working(acting, CHANGE_SUBTYPE, case) as (deed, current):
        demand_open(current)
        if to not in current.type.offered(ChoiceKind.SUBTYPE):
            raise NotNow("Choose one of the type's subtypes.")
        if to.pk == current.subtype_id:
            raise NotNow(f"It is filed under {to.name} already.")
        current.subtype = to
        save(deed, current, "subtype")
        deed.record(SubtypeChanged(reference=current.reference, subtype=to.name), about=current)
        return current


def convert(acting: Acting, case: Case, to: CaseType) -> Case:
    """Make it one of another type. Its reference and its target stay; it goes to the new type's managers, who
    find it open, without stage and subtype. Whoever converts it may have no part in it afterwards."""
    with working(acting, CONVERT, case) as (deed, current):
        demand_open(current)
        if to.pk == current.type_id or to.retired_at is not None:
            raise NotNow("Choose another type that is in use.")
        if current.target_left is not None and to.target_unit != current.type.target_unit:
            # What is left of the target is kept in the unit of the type.
            raise NotNow(
                "Its owner is asked something, and time counts differently there: wait, or ask no more."
            )
        phase = Phase.NEW if current.status.phase == Phase.NEW else Phase(current.status.phase)
        current.type, current.manager_group, current.assignee = to, to.manager_group, None
        current.status, current.stage, current.subtype = to.status_of(phase), None, None
        save(deed, current, "type", "manager_group", "assignee", "status", "stage", "subtype")
        make_tasks(current, deed.at)
        deed.record(Converted(reference=current.reference, type_name=to.name), about=current)
        return current


def change_contact(acting: Acting, case: Case, contact: Mapping[str, str]) -> Case:
    """Change how the owner is reached in this matter; their own record stays as it is. Raises `Misfit`."""
    with working(acting, CONTACT, case) as (deed, current):
        demand_open(current)
        known = checked(current.title, "", contact)
        del known["title"], known["details"]
        names = sorted(
            name for name in known.keys() | current.contact.keys() if _differs(name, known, current)
        )
        if not names:
            raise NotNow("Nothing was changed.")
        put_contact(current, known)
        save(deed, current, "contact", "latitude", "longitude")
        keep_words(current)
        deed.record(ContactChanged(reference=current.reference, changed=tuple(names)), about=current)
        return current


def _differs(name: str, known: Mapping[str, str], case: Case) -> bool:
    before: object = case.contact.get(name)
    return known.get(name) != before
