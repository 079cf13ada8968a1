"""Cases for programs: finding, reading, raising, and everything that is done to one (spec 2.3).

The rules are those of the pages: whoever may not see a case is told that there is none, whoever may only
look is told why.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.dateparse import parse_datetime

from alongside.api.params import Impossible, Params, Unfit, number, text, texts, whole, yes
from alongside.assisting.acting import Acting, Refused, record_refusal
from alongside.assisting.powers import Power
from alongside.cases import actions as cases
from alongside.cases import listing, queries, telling
from alongside.cases.actions.appointing import ANSWER_APPOINTMENT, APPOINT
from alongside.cases.actions.attaching import ATTACH
from alongside.cases.actions.changing import CHANGE_STAGE, CHANGE_STATUS, CHANGE_SUBTYPE, CONTACT, CONVERT
from alongside.cases.actions.closing import CLOSE, REOPEN
from alongside.cases.actions.hands import ASSIGN, CLAIM, ESCALATE, REASSIGN, RELEASE
from alongside.cases.actions.linking import LINK
from alongside.cases.actions.noting import NOTE, NOTE_PRIVATELY
from alongside.cases.actions.raising import CONTACT as CONTACT_DETAILS
from alongside.cases.actions.raising import RAISE
from alongside.cases.actions.seeing import VIEW
from alongside.cases.actions.targets import ANSWER, ASK, EXTEND
from alongside.cases.actions.tasking import SETTLE_TASK
from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import (
    Attachment,
    Case,
    CaseType,
    ChoiceKind,
    How,
    LinkKind,
    Reply,
    TaskState,
    TypeChoice,
)
from alongside.cases.tracking import token_of
from alongside.lib.addresses import outside
from alongside.people.models import Group, Person

PAGE = 20  # cases
NO_CASE = "There is no such case."


@dataclass(frozen=True)
class Deed:
    """What is done to the case that a call names; answered with the case as it is then."""

    power: Power
    do: Callable[[Acting, Case, Params], object]

    def method(self, acting: Acting, params: Params) -> dict[str, Any]:
        found = _named(acting, params, self.power)
        try:
            self.do(acting, found, params)
        except cases.NotNow as problem:
            raise Impossible(str(problem)) from None
        return _told(Case.objects.for_a_page().get(pk=found.pk))


def types(acting: Acting, params: Params) -> dict[str, Any]:
    """The types of which a case can be raised, with what can be chosen for them."""
    found = CaseType.objects.in_use().whole().order_by("name")
    return {"types": [_type(one) for one in found if acting.may(RAISE, about=one)]}


def find(acting: Acting, params: Params) -> dict[str, Any]:
    """The newest cases that are found; `opens` is what the button on the list says (spec C7, C12–C17)."""
    known = listing.types_by_id()
    slug = text(params, "type", "")
    chosen = frozenset(type.pk for type in known.values() if type.slug == slug)
    if slug and not chosen:
        raise Impossible("There is no such type.")
    cases.demand_pages(acting, cases.SEARCH)
    sought = queries.Sought(words=text(params, "words", ""), types=chosen)
    place = {name: text(params, name, "") for name in ("before", "after")}
    found = queries.find(acting, sought, known, size=PAGE, asked=place)
    rows = [
        {
            "case": str(row.case.pk),
            "reference": row.case.reference,
            "owner": row.owner,
            "type": row.type.slug,
            "status": row.status.name,
            "raised": row.case.raised_at.isoformat(),
            "closed": row.case.closed_at.isoformat() if row.case.closed_at else None,
            "opens": row.views,
        }
        for row in found.rows
    ]
    return {"cases": rows, "before": found.previous, "after": found.next}


def read(acting: Acting, params: Params) -> dict[str, Any]:
    """One case with what happened in it; opening it by the part of somebody helped is written down."""
    found, verdict = cases.view_case(acting, _named(acting, params, VIEW).pk)
    private = verdict.rule not in cases.AS_THE_OWNER
    happened = [
        {"at": one.at.isoformat(), "sentence": one.sentence, "text": one.note}
        for one in telling.timeline(found, private=private)
    ]
    said: dict[str, Any] = {"title": found.title, "details": found.details, "contact": found.contact}
    tasks = found.tasks.order_by("made_at", "standard__position", "pk")
    said["tasks"] = [{"task": one.pk, "name": one.name, "state": one.state} for one in tasks]
    said["appointments"] = [
        {
            "appointment": str(one.pk),
            "begins": one.begins_at.isoformat(),
            "minutes": one.minutes,
            "how": one.how,
            "where": one.where,
            "about": one.about,
            "keeper": one.keeper_id,
            "reply": one.reply,
            "text": one.reply_text,
        }
        for one in found.meetings
    ]
    files = found.attachments.oldest_first()
    said["files"] = [_file(one) for one in (files if private else files.public())]
    return _told(found) | said | {"happened": happened}


def open_case(acting: Acting, params: Params) -> dict[str, Any]:
    """Raise a case for whom the program helps, or for its maker. Where the owner has open ones of the type,
    they are named and none is raised, unless `anyway`. Without an account, `follow` is the address."""
    type = CaseType.objects.in_use().whole().filter(slug=text(params, "type")).first()
    if type is None or not acting.may(RAISE, about=type):
        raise Impossible("There is no such type of which you can raise a case.")
    if not yes(params, "anyway") and (same := queries.alike(acting, type.slug)):
        raise Impossible(f"There is one already: {', '.join(one.reference for one in same)}.")
    contact = texts(params, "contact")
    _demand_details(contact)
    subtype = _choice(type, ChoiceKind.SUBTYPE, params, "subtype") if "subtype" in params else None
    raised = cases.raise_case(
        acting,
        type,
        title=text(params, "title"),
        details=text(params, "details", ""),
        contact=contact,
        subtype=subtype,
    )
    nobodys = acting.person.is_anonymous_user
    return _told(raised) | {"follow": outside("portal:tracking", token_of(raised)) if nobodys else None}


def fetch(acting: Acting, params: Params) -> dict[str, Any]:
    """A file of a case, with its content in base64; that it was fetched is recorded."""
    found = _named(acting, params, VIEW)
    try:
        file, path = cases.fetch(acting, found, number(params, "file", "a file"), tracking=False)
    except Attachment.DoesNotExist:
        raise Impossible("There is no such file.") from None
    return _file(file) | {"content": base64.b64encode(path.read_bytes()).decode()}


def _file(file: Attachment) -> dict[str, Any]:
    return {"file": str(file.pk), "name": file.name, "size": file.size, "public": file.public}


def note_by_reference(acting: Acting, params: Params) -> dict[str, Any]:
    """Send a note to a case that cannot be opened; the answer is the same whether or not there is one."""
    try:
        cases.note_unseen(acting, text(params, "reference"), text(params))
    except cases.TooMany:
        raise Impossible("These are too many notes: wait a minute.") from None
    return {"sent": True}


def _assign(acting: Acting, case: Case, params: Params) -> object:
    return cases.assign(acting, case, _person(params, "person"))


def _person(params: Params, name: str) -> Person:
    person: Person | None = Person.objects.filter(pk=whole(params, name)).first()
    if person is None:
        raise Impossible("There is no such person.")
    return person


def _reassign(acting: Acting, case: Case, params: Params) -> object:
    group = Group.objects.filter(name__iexact=text(params, "group")).first()
    if group is None:
        raise Impossible("There is no such group.")
    return cases.reassign(acting, case, group)


def _extend(acting: Acting, case: Case, params: Params) -> object:
    unit = text(params, "unit", case.type.target_unit)
    if unit not in set(Unit):
        raise Unfit(f"unit must be one of {', '.join(Unit)}")
    return cases.extend(
        acting, case, Target(whole(params, "amount"), Unit(unit)), reason=text(params, "reason")
    )


def _ask_no_more(acting: Acting, case: Case, params: Params) -> object:
    return cases.withdraw_asking(acting, cases.asked_now(case))


def _answer(acting: Acting, case: Case, params: Params) -> object:
    return cases.answer(acting, cases.asked_now(case), text(params))


def _contact(acting: Acting, case: Case, params: Params) -> object:
    said = texts(params, "contact")
    _demand_details(said)
    return cases.change_contact(acting, case, said)


def _link(acting: Acting, case: Case, params: Params) -> object:
    other: Case | None = Case.objects.for_a_page().filter(pk=number(params, "other", "a case")).first()
    how = text(params, "how")
    if how not in LinkKind.values:
        raise Unfit(f"how must be one of {', '.join(LinkKind.values)}")
    if other is None:
        raise Impossible("There is no such case, or you cannot open it.")
    return cases.link(acting, case, other, LinkKind(how))


def _settle_task(acting: Acting, case: Case, params: Params) -> object:
    state = text(params, "to")
    if state not in TaskState.values:
        raise Unfit(f"to must be one of {', '.join(TaskState.values)}")
    return cases.settle_task(acting, case, whole(params, "task"), TaskState(state))


def _meeting(params: Params) -> cases.Meeting:
    how = text(params, "how")
    if how not in How.values:
        raise Unfit(f"how must be one of {', '.join(How.values)}")
    begins = parse_datetime(text(params, "begins"))
    if begins is None or begins.tzinfo is None:
        raise Unfit("begins must be a moment with its offset, like 2026-12-04T10:00:00+00:00")
    minutes = whole(params, "minutes")
    keeper = _person(params, "keeper") if params.get("keeper") is not None else None
    return cases.Meeting(
        How(how), begins, minutes, text(params, "where", ""), text(params, "about", ""), keeper
    )


def _appointment(params: Params) -> UUID:
    return number(params, "appointment", "an appointment")


def _answer_appointment(acting: Acting, case: Case, params: Params) -> object:
    reply = text(params, "reply")
    if reply not in Reply.values:
        raise Unfit(f"reply must be one of {', '.join(Reply.values)}")
    return cases.answer_appointment(
        acting, case, _appointment(params), Reply(reply), text(params, "text", "")
    )


def _attach(acting: Acting, case: Case, params: Params) -> object:
    try:
        content = base64.b64decode(text(params, "content"), validate=True)
    except ValueError:
        raise Unfit("content must be base64") from None
    upload = SimpleUploadedFile(text(params, "name"), content)
    return cases.attach(acting, case, upload, public=yes(params, "public"))


def _convert(acting: Acting, case: Case, params: Params) -> object:
    to = CaseType.objects.in_use().whole().filter(slug=text(params, "type")).first()
    if to is None:
        raise Impossible("There is no such type.")
    return cases.convert(acting, case, to)


def _chosen(
    do: Callable[[Acting, Case, TypeChoice], object], kind: ChoiceKind
) -> Callable[[Acting, Case, Params], object]:
    return lambda acting, case, params: do(acting, case, _choice(case.type, kind, params, kind.value))


DEEDS = {
    "note": Deed(NOTE, lambda acting, case, said: cases.note(acting, case, text(said))),
    "notePrivately": Deed(
        NOTE_PRIVATELY, lambda acting, case, said: cases.note_privately(acting, case, text(said))
    ),
    "claim": Deed(CLAIM, lambda acting, case, said: cases.claim(acting, case)),
    "release": Deed(RELEASE, lambda acting, case, said: cases.release(acting, case)),
    "assign": Deed(ASSIGN, _assign),
    "reassign": Deed(REASSIGN, _reassign),
    "escalate": Deed(ESCALATE, lambda acting, case, said: cases.escalate(acting, case)),
    "changeStatus": Deed(CHANGE_STATUS, _chosen(cases.change_status, ChoiceKind.STATUS)),
    "changeStage": Deed(CHANGE_STAGE, _chosen(cases.change_stage, ChoiceKind.STAGE)),
    "changeSubtype": Deed(CHANGE_SUBTYPE, _chosen(cases.change_subtype, ChoiceKind.SUBTYPE)),
    "extend": Deed(EXTEND, _extend),
    "ask": Deed(ASK, lambda acting, case, said: cases.ask(acting, case, text(said))),
    "askNoMore": Deed(ASK, _ask_no_more),
    "answer": Deed(ANSWER, _answer),
    "changeContact": Deed(CONTACT, _contact),
    "link": Deed(LINK, _link),
    "convert": Deed(CONVERT, _convert),
    "close": Deed(CLOSE, _chosen(cases.close, ChoiceKind.REASON)),
    "settleTask": Deed(SETTLE_TASK, _settle_task),
    "appoint": Deed(APPOINT, lambda acting, case, said: cases.appoint(acting, case, _meeting(said))),
    "moveAppointment": Deed(
        APPOINT,
        lambda acting, case, said: cases.move_appointment(acting, case, _appointment(said), _meeting(said)),
    ),
    "cancelAppointment": Deed(
        APPOINT, lambda acting, case, said: cases.cancel_appointment(acting, case, _appointment(said))
    ),
    "answerAppointment": Deed(ANSWER_APPOINTMENT, _answer_appointment),
    "attach": Deed(ATTACH, _attach),
    "reopen": Deed(REOPEN, lambda acting, case, said: cases.reopen(acting, case)),
}


def _named(acting: Acting, params: Params, power: Power) -> Case:
    """The case that a call names, for whoever may see it, or may do this very thing as its owner."""
    found: Case | None = Case.objects.for_a_page().filter(pk=number(params, "case", "a case")).first()
    if found is None:
        raise Impossible(NO_CASE)
    if not (acting.may(VIEW, about=found) or acting.may(power, about=found)):
        record_refusal(Refused(acting, power, acting.may(power, about=found), None))
        raise Impossible(NO_CASE)
    return found


def _choice(type: CaseType, kind: ChoiceKind, params: Params, name: str) -> TypeChoice:
    called = text(params, name)
    for one in type.offered(kind):
        if one.name.casefold() == called.strip().casefold():
            return one
    raise Impossible(f"{type.name} has no {kind.label.lower()} of this name.")


def _demand_details(contact: dict[str, str]) -> None:
    if unknown := sorted(contact.keys() - CONTACT_DETAILS.keys()):
        raise Unfit(f"contact has no {', '.join(unknown)}")


def _type(type: CaseType) -> dict[str, Any]:
    chosen = {kind.value: [one.name for one in type.offered(kind)] for kind in ChoiceKind}
    form = type.form.slug if type.form is not None else None
    return {"type": type.slug, "name": type.name, "form": form} | chosen


def _told(case: Case) -> dict[str, Any]:
    return {
        "case": str(case.pk),
        "reference": case.reference,
        "type": case.type.slug,
        "owner": case.owner_id,
        "status": case.status.name,
        "stage": case.stage.name if case.stage else None,
        "subtype": case.subtype.name if case.subtype else None,
        "group": case.manager_group.name,
        "assignee": case.assignee_id,
        "target": case.target_at.isoformat() if case.target_at else None,
        "waits": case.waits,
        "raised": case.raised_at.isoformat(),
        "closed": case.closed_at.isoformat() if case.closed_at else None,
        "reason": case.reason.name if case.reason else None,
    }
