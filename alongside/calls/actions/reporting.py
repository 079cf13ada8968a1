"""Service reports: written, edited, signed and deleted; and what a call is about (spec A32, A33)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import models

from alongside.assisting import matters
from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.calls.models import Call, CallSubject, Media, Report, ReportPicture
from alongside.calls.permissions import rights_of
from alongside.forms import pictures as drawing
from alongside.history import actions as history
from alongside.history.events import Event
from alongside.people.checking import Misfit
from alongside.people.models import Person

_WRITE, _WRITE_NEEDS = rights_of(15)
_READ, _READ_NEEDS = rights_of(16)
_EDIT, _EDIT_NEEDS = rights_of(17)
_DELETE, _DELETE_NEEDS = rights_of(18)
_LOG, _LOG_NEEDS = rights_of(8)
WRITE_REPORT = Power("calls.write_report", Kind.STAFF, right=_WRITE, needs=_WRITE_NEEDS)
READ_REPORTS = Power("calls.read_reports", Kind.STAFF, right=_READ, needs=_READ_NEEDS)
EDIT_REPORT = Power("calls.edit_report", Kind.STAFF, right=_EDIT, needs=_EDIT_NEEDS)
DELETE_REPORT = Power("calls.delete_report", Kind.STAFF, right=_DELETE, needs=_DELETE_NEEDS)
SAY_SUBJECT = Power("calls.say_subject", Kind.STAFF, right=_LOG, needs=_LOG_NEEDS)

LONGEST = 20_000  # characters of each part
LARGEST_SIGNATURE = 200_000  # bytes


class ReportWritten(
    Event,
    kind="calls.report_written",
    title="Service Report Written",
    sentence="{actor} wrote the service report {report_title}",
    private=True,
):
    report: str
    report_title: str


class ReportEdited(
    Event,
    kind="calls.report_edited",
    title="Service Report Edited",
    sentence="{actor} edited the service report {report_title}",
    private=True,
):
    report: str
    report_title: str


class ReportSigned(
    Event,
    kind="calls.report_signed",
    title="Service Report Signed",
    sentence="{actor} had the service report {report_title} signed",
    private=True,
):
    report: str
    report_title: str


class ReportDeleted(
    Event,
    kind="calls.report_deleted",
    title="Service Report Deleted",
    sentence="{actor} deleted the service report {report_title}",
    private=True,
):
    report: str
    report_title: str


class ReportTakenOut(
    Event,
    kind="calls.report_taken_out",
    title="Service Report Taken Out",
    sentence="{actor} took the service report {report_title} out as a document",
    private=True,
):
    report: str
    report_title: str


class CallAttached(
    Event,
    kind="calls.attached",
    title="Call Attached",
    sentence="{actor} noted that {call} was about this",
    private=True,
):
    call: str
    number: str


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a report, as it was typed; `pictures` are media of the call."""

    title: str
    problem: str = ""
    work: str = ""
    result: str = ""
    pictures: tuple[Media, ...] = ()

    def checked(self) -> Written:
        """Raises `Misfit`."""
        wrong = {}
        title = " ".join(self.title.split())
        if not title or len(title) > 200:
            wrong["title"] = "Say in up to 200 characters what the report is about."
        parts = {name: getattr(self, name).replace("\r\n", "\n").strip() for name in _PARTS}
        for name, text in parts.items():
            if len(text) > LONGEST or "\x00" in text:
                wrong[name] = f"Write up to {LONGEST:,} characters."
        if wrong:
            raise Misfit(wrong)
        return Written(title, **parts, pictures=self.pictures)


_PARTS = ("problem", "work", "result")
# What stands in the history of the thing that a call was about.
REPORTED = (ReportWritten.kind, ReportEdited.kind, ReportSigned.kind, ReportDeleted.kind)


def write_report(acting: Acting, call: Call, written: Written) -> Report:
    """A report of a call that the caller has found among those the actor may see. Raises `Misfit`."""
    written = written.checked()
    with acting.doing(WRITE_REPORT, whose=_whose(call)) as deed:
        report: Report = Report.objects.create(
            call=call,
            title=written.title,
            problem=written.problem,
            work=written.work,
            result=written.result,
            author_id=acting.actor.id,
            made_at=deed.at,
            edited_at=deed.at,
            edited_by_id=acting.actor.id,
        )
        _illustrate(report, written.pictures)
        _record(deed, ReportWritten, report)
        return report


def edit_report(acting: Acting, report: Report, written: Written) -> Report:
    """What somebody agreed to is not what it says now: their signature goes. Raises `Misfit`, and
    `Report.DoesNotExist` for one that was deleted."""
    written = written.checked()
    with _working(acting, EDIT_REPORT, report) as (deed, current):
        current.title, current.problem = written.title, written.problem
        current.work, current.result = written.work, written.result
        current.edited_at, current.edited_by_id = deed.at, acting.actor.id
        current.signer, current.signature, current.signed_at = "", None, None
        current.save()
        ReportPicture.objects.filter(report=current).delete()
        _illustrate(current, written.pictures)
        _record(deed, ReportEdited, current)
        return current


def sign_report(acting: Acting, report: Report, *, signer: str, drawn: bytes = b"") -> Report:
    """Keep that somebody agreed to the report: their name, and their signature as a PNG where they drew one.
    Raises `Misfit`."""
    signer = " ".join(signer.split())
    if not signer or len(signer) > 100:
        raise Misfit({"signer": "Enter the name of whoever signs."})
    if len(drawn) > LARGEST_SIGNATURE:
        raise Misfit({"signer": "This signature is too large: draw it again."})
    try:
        drawn = drawing.redrawn(drawn, "png") if drawn else b""
    except drawing.Unreadable:
        raise Misfit({"signer": "This signature cannot be read: draw it again."}) from None
    with _working(acting, EDIT_REPORT, report) as (deed, current):
        current.signer, current.signature, current.signed_at = signer, drawn or None, deed.at
        current.save(update_fields=["signer", "signature", "signed_at"])
        _record(deed, ReportSigned, current)
        return current


def delete_report(acting: Acting, report: Report) -> None:
    """What it said goes; that it was there, and who deleted it when, stays."""
    with _working(acting, DELETE_REPORT, report) as (deed, current):
        current.problem = current.work = current.result = current.signer = ""
        current.signature, current.deleted_at, current.deleted_by_id = None, deed.at, acting.actor.id
        current.save()
        ReportPicture.objects.filter(report=current).delete()
        _record(deed, ReportDeleted, current)


def note_taken_out(acting: Acting, report: Report) -> None:
    """Record that a report goes out as a document; raises `Refused` before it does."""
    with acting.doing(READ_REPORTS, whose=_whose(report.call)) as deed:
        _record(deed, ReportTakenOut, report)


def say_subject(acting: Acting, call: Call, thing: models.Model, person: Person, label: str) -> CallSubject:
    """Note that a call was about a person, a case or a question, of this person: it stands in the history of
    the thing from then on, and so do the reports of the call that are written later."""
    with acting.doing(SAY_SUBJECT, whose=person) as deed:
        made, _ = CallSubject.objects.get_or_create(
            call=call,
            about=history.name_of(thing),
            defaults={"label": label[:200], "person": person, "made_at": deed.at},
        )
        deed.record(CallAttached(call=call.title, number=str(call.pk)), about=thing)
        return made


def _working(acting: Acting, power: Power, report: Report) -> AbstractContextManager[tuple[Deed, Report]]:
    there = Report.objects.there()
    return matters.working(acting, power, there, report.pk, whose=_whose(report.call))


def _whose(call: Call) -> Person | None:
    """The person it is all about, who has the report in their history; none where nobody is named or several
    are."""
    people = {one.person_id: one.person for one in call.subjects.select_related("person")}
    return next(iter(people.values())) if len(people) == 1 else None


def _illustrate(report: Report, pictures: Iterable[Media]) -> None:
    for media in pictures:
        if media.call_id == report.call_id and media.is_picture:
            ReportPicture.objects.create(report=report, media=media)


def _record(
    deed: Deed,
    event: type[ReportWritten | ReportEdited | ReportSigned | ReportDeleted | ReportTakenOut],
    report: Report,
) -> None:
    deed.record(event(report=str(report.pk), report_title=report.title), about=report.call)
