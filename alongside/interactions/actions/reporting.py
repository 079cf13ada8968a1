"""Reports that leave the house: taken as a file, or sent by e-mail when they are due."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.choices import zone
from alongside.interactions.models import Every, ReportSchedule
from alongside.interactions.reports.ranges import ONE, Range
from alongside.interactions.reports.reading import Report, report
from alongside.interactions.reports.tables import as_csv, as_xlsx
from alongside.lib import clock
from alongside.people.models import Person, Tenant
from alongside.ui.words import day as in_words

REPORT = Power("interactions.report", Kind.STAFF)
TAKE_REPORT = Power("interactions.take_report", Kind.STAFF, right=REPORT.right)
SCHEDULE_REPORT = Power("interactions.schedule_report", Kind.STAFF, right=REPORT.right)
END_SCHEDULE = Power("interactions.end_schedule", Kind.STAFF, right=REPORT.right)
SEND_REPORTS = Power("interactions.send_reports", Kind.STAFF)

SENT_AT = time(6)  # by the tenant's clock
FORMATS = {"csv": as_csv, "xlsx": as_xlsx}


class ReportTaken(
    Event,
    kind="interactions.report_taken",
    title="Take report",
    sentence="{actor} took the report from {first} to {last} as a file",
    private=True,
):
    first: date
    last: date
    format: str


class ReportScheduled(
    Event,
    kind="interactions.report_scheduled",
    title="Schedule report",
    sentence="{actor} has a report sent to themselves ({every})",
    private=True,
):
    every: str


class ReportScheduleEnded(
    Event,
    kind="interactions.report_schedule_ended",
    title="End scheduled report",
    sentence="{actor} has no report sent any more ({every})",
    private=True,
):
    every: str


class ReportSent(
    Event,
    kind="interactions.report_sent",
    title="Send report",
    sentence="{actor} sent {person} the report from {first} to {last}",
    private=True,
):
    first: date
    last: date


class NoAddress(ValueError):
    """Whoever asks has no e-mail address to send to."""


def take_report(acting: Acting, days: Range, format: str) -> bytes:
    """A report as a file; `format` is csv or xlsx (`KeyError` for another)."""
    write = FORMATS[format]
    with acting.doing(TAKE_REPORT) as deed:
        file = write(report(days, _options(acting.tenant_id)))
        deed.record(ReportTaken(first=days.first, last=days.last, format=format))
        return file


def schedule_report(acting: Acting, every: str) -> ReportSchedule:
    """Have the report of the days before sent to oneself, again and again. Raises `NoAddress`."""
    with acting.doing(SCHEDULE_REPORT) as deed:
        reader = _person(acting)
        if not reader.email:
            raise NoAddress
        chosen = Every(every)
        due = next_due(chosen, deed.at, _options(acting.tenant_id))
        made, _ = ReportSchedule.objects.update_or_create(
            reader=reader, every=chosen, defaults={"due_at": due, "problem": ""}
        )
        deed.record(ReportScheduled(every=str(chosen.label)), about=made)
        return made


def end_schedule(acting: Acting, schedule_id: uuid.UUID) -> None:
    """Have it sent no more. Raises `ReportSchedule.DoesNotExist` for another's."""
    with acting.doing(END_SCHEDULE) as deed:
        schedule = ReportSchedule.objects.get(pk=schedule_id, reader_id=acting.actor.id)
        deed.record(ReportScheduleEnded(every=schedule.get_every_display()), about=schedule)
        schedule.delete()


def send_due(acting: Acting, *, most: int = 5) -> int:
    """Send what is due, each to its reader, if they may still read reports; how many were dealt with.

    A mail goes out when its next time is kept: what a dying process did is sent late rather than twice.
    """
    due = list(ReportSchedule.objects.filter(due_at__lte=clock.now()).order_by("due_at")[:most])
    for schedule in due:
        _send(acting, schedule.pk)
    return len(due)


def next_due(every: str, after: datetime, options: Mapping[str, Any]) -> datetime:
    """The next morning of its kind."""
    where = zone(options)
    day = after.astimezone(where).date()
    while True:
        at = datetime.combine(day, SENT_AT, tzinfo=where).astimezone(UTC)
        if at > after and _falls_on(every, day):
            return at
        day += ONE


def days_of(every: str, day: date) -> Range:
    """The days that the report of this morning is about."""
    first = {
        Every.DAY: day - ONE,
        Every.WEEK: day - 7 * ONE,
        Every.MONTH: (day - ONE).replace(day=1),
    }[Every(every)]
    return Range(first, day - ONE)


def _falls_on(every: str, day: date) -> bool:
    return every == Every.DAY or (day.weekday() == 0 if every == Every.WEEK else day.day == 1)


def _send(acting: Acting, schedule_id: uuid.UUID) -> None:
    options = _options(acting.tenant_id)
    with acting.doing(SEND_REPORTS) as deed:
        schedule = (
            ReportSchedule.objects.select_for_update(of=("self",))
            .select_related("reader")
            .get(pk=schedule_id)
        )
        reader = schedule.reader
        days = days_of(schedule.every, schedule.due_at.astimezone(zone(options)).date())
        schedule.due_at = next_due(schedule.every, deed.at, options)
        may = reader.is_active and reader.email and REPORT.right in reader.standing.rights
        schedule.problem = "" if may else "You may not read reports any more, or have no address."
        schedule.sent_at = deed.at if may else schedule.sent_at
        schedule.save(update_fields=["due_at", "problem", "sent_at"])
        deed.whose = reader
        made = report(days, options)
        deed.record(ReportSent(first=days.first, last=days.last), about=schedule)
    if may:
        transaction.on_commit(partial(_mail, schedule, made))


def _mail(schedule: ReportSchedule, made: Report) -> None:
    title = f"Contacts from {in_words(made.days.first)} to {in_words(made.days.last)}"
    spent = made.whole.time // timedelta(minutes=1)
    text = (
        f"{made.whole.now.contacts:,} contacts, {spent:,} minutes;"
        f" in as many days before: {made.whole.before.contacts:,} contacts.\n"
        "The tables are in the attached file.\n"
    )
    mail = EmailMessage(title, text, to=[schedule.reader.email])
    name = f"contacts-{made.days.first}-{made.days.last}.xlsx"
    mail.attach(name, as_xlsx(made), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    try:
        mail.send()
    except (OSError, SMTPException) as problem:
        schedule.problem = f"The mail server did not take it: {type(problem).__name__}."
        schedule.save(update_fields=["problem"])


def _options(tenant: int) -> Mapping[str, Any]:
    options: Mapping[str, Any] = Tenant.objects.get(pk=tenant).options
    return options


def _person(acting: Acting) -> Person:
    found: Person = Person.objects.get(pk=acting.actor.id)
    return found
