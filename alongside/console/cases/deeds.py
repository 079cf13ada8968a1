"""What is done to a case from its page: each deed with its address, its form, and when it makes sense.

Who may do it is not said here: `rules.decide` says that, to the page and to the action alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.cases import actions as cases
from alongside.cases.actions.appointing import APPOINT
from alongside.cases.actions.attaching import ATTACH
from alongside.cases.actions.changing import CHANGE_STAGE, CHANGE_STATUS, CHANGE_SUBTYPE, CONTACT, CONVERT
from alongside.cases.actions.closing import CLOSE, REOPEN
from alongside.cases.actions.hands import ASSIGN, CLAIM, ESCALATE, REASSIGN, RELEASE
from alongside.cases.actions.linking import LINK
from alongside.cases.actions.noting import NOTE, NOTE_PRIVATELY
from alongside.cases.actions.targets import ASK, EXTEND
from alongside.cases.actions.tasking import SETTLE_TASK
from alongside.cases.models import Case, ChoiceKind, LinkKind, Part, Phase
from alongside.console.cases import inputs


@dataclass(frozen=True)
class Deed:
    """`noun` is the end of its address, `label` what its button says, `done` what is said afterwards; `when`
    is whether it makes sense for a case as it is. One without a form is a single button; one that is `beside`
    has its buttons where the page shows what it is done to."""

    noun: str
    label: str
    power: Power
    done: str
    do: Callable[[Acting, Case, Any], object]
    form: type[inputs.DeedInput] | None = None
    when: Callable[[Case], bool] = lambda case: case.is_open
    key: str | None = None
    beside: bool = False


def _ask_no_more(acting: Acting, case: Case, _: object) -> object:
    return cases.withdraw_asking(acting, cases.asked_now(case))


def _link(acting: Acting, case: Case, form: inputs.LinkInput) -> object:
    other = form.other
    if other is None:
        raise cases.NotNow("There is no such case, or you cannot open it.")
    return cases.link(acting, case, other, LinkKind(form.cleaned_data["kind"]))


def _offers(kind: ChoiceKind) -> Callable[[Case], bool]:
    return lambda case: case.is_open and bool(case.type.offered(kind))


DEEDS = (
    Deed("note", "Add a note", NOTE, "The note is added.",
         lambda acting, case, form: cases.note(acting, case, form.cleaned_data["text"]),
         inputs.NoteInput, lambda case: True, key="n"),
    Deed("private-note", "Add a private note", NOTE_PRIVATELY, "The private note is added.",
         lambda acting, case, form: cases.note_privately(acting, case, form.cleaned_data["text"]),
         inputs.PrivateNoteInput, lambda case: True),
    Deed("files", "Add a file", ATTACH, "The file is added.",
         lambda acting, case, form: cases.attach(
             acting, case, form.cleaned_data["file"], public=form.cleaned_data["public"]),
         inputs.FileInput, lambda case: case.type.staff_files > 0),
    Deed("claim", "Claim", CLAIM, "The case is claimed.", lambda acting, case, _: cases.claim(acting, case),
         when=lambda case: case.is_open and case.assignee_id is None, key="c"),
    Deed("release", "Release", RELEASE, "Somebody else can claim it now.",
         lambda acting, case, _: cases.release(acting, case),
         when=lambda case: case.is_open and case.assignee_id is not None, key="r"),
    Deed("escalation", "Escalate", ESCALATE, "The case is escalated.",
         lambda acting, case, _: cases.escalate(acting, case),
         when=lambda case: case.is_open and case.status.phase != Phase.ESCALATED, key="e"),
    Deed("question", "Ask the owner", ASK, "The case waits for the answer.",
         lambda acting, case, form: cases.ask(acting, case, form.cleaned_data["text"]), inputs.AskInput),
    Deed("question-withdrawal", "Wait no longer for an answer", ASK, "The case goes on.", _ask_no_more,
         when=lambda case: case.is_open and case.waits),
    Deed("status", "Change the status", CHANGE_STATUS, "The status is changed.",
         lambda acting, case, form: cases.change_status(acting, case, form.choice), inputs.StatusInput),
    Deed("stage", "Change the stage", CHANGE_STAGE, "The stage is changed.",
         lambda acting, case, form: cases.change_stage(acting, case, form.choice), inputs.StageInput,
         _offers(ChoiceKind.STAGE)),
    Deed("subtype", "Change the subtype", CHANGE_SUBTYPE, "The subtype is changed.",
         lambda acting, case, form: cases.change_subtype(acting, case, form.choice), inputs.SubtypeInput,
         _offers(ChoiceKind.SUBTYPE)),
    Deed("tasks", "Say that a task is done", SETTLE_TASK, "The task is kept like this.",
         lambda acting, case, form: cases.settle_task(acting, case, form.cleaned_data["task"], form.state),
         inputs.TaskInput, beside=True),
    Deed("appointments", "Make an appointment", APPOINT, "The owner is told of the appointment.",
         lambda acting, case, form: cases.appoint(acting, case, form.meeting), inputs.AppointmentInput),
    Deed("appointment-change", "Change the appointment", APPOINT, "The owner is told of the change.",
         lambda acting, case, form: cases.move_appointment(acting, case, form.number, form.meeting),
         inputs.AppointmentChangeInput, lambda case: case.is_open and bool(case.coming)),
    Deed("appointment-cancellation", "Cancel the appointment", APPOINT, "The owner is told of it.",
         lambda acting, case, form: cases.cancel_appointment(acting, case, form.number),
         inputs.AppointmentCancelInput, lambda case: bool(case.coming)),
    Deed("assignment", "Assign", ASSIGN, "The case is assigned.",
         lambda acting, case, form: cases.assign(acting, case, form.person), inputs.AssignInput),
    Deed("reassignment", "Give to another group", REASSIGN, "Another group has the case now.",
         lambda acting, case, form: cases.reassign(acting, case, form.group), inputs.ReassignInput,
         lambda case: case.is_open and bool(case.type.groups_with(Part.REASSIGNMENT))),
    Deed("extension", "Extend the target", EXTEND, "The target is extended.",
         lambda acting, case, form: cases.extend(
             acting, case, form.target, reason=form.cleaned_data["reason"]),
         inputs.ExtendInput,
         lambda case: case.is_open and case.type.managers_extend and case.target_at is not None),
    Deed("contact", "Change the contact details", CONTACT, "The contact details are changed.",
         lambda acting, case, form: cases.change_contact(acting, case, form.cleaned_data),
         inputs.ContactInput),
    Deed("links", "Link to another case", LINK, "The cases are linked.", _link, inputs.LinkInput,
         lambda case: True),
    Deed("type", "Convert to another type", CONVERT, "The case is of another type now.",
         lambda acting, case, form: cases.convert(acting, case, form.to_type), inputs.ConvertInput),
    Deed("closing", "Close the case", CLOSE, "The case is closed.",
         lambda acting, case, form: cases.close(acting, case, form.choice), inputs.CloseInput),
    Deed("reopening", "Reopen the case", REOPEN, "The case is open again.",
         lambda acting, case, _: cases.reopen(acting, case), when=lambda case: not case.is_open),
)  # fmt: skip
