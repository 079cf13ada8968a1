"""How much was done, by whom, through which channel and about what, beside the days before."""

from __future__ import annotations

import uuid
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.reports.inputs import RangeInput, ScheduleInput
from alongside.interactions.actions import reporting
from alongside.interactions.actions.reporting import END_SCHEDULE, REPORT, SCHEDULE_REPORT, TAKE_REPORT
from alongside.interactions.choices import zone
from alongside.interactions.models import ReportSchedule
from alongside.interactions.reports import reading
from alongside.interactions.reports.ranges import Range, lately, usual
from alongside.lib import clock
from alongside.people.http import Request
from alongside.ui.words import spent

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@staff(REPORT)
@require_safe
def reports(request: Request) -> HttpResponse:
    form = _form(request)
    made = reading.report(form.range(), request.tenant.options)
    context = _context(request, form) | {
        "report": made,
        "weekdays": list(zip(reading.WEEKDAYS, made.hours, strict=True)),
        "hours": [f"{hour:02}" for hour in range(24)],
        "channels": [(row.label, row.now.seconds, spent(row.time)) for row in made.section("channel").rows],
    }
    return render(request, "console/reports/reports.html", context, status=422 if form.errors else 200)


@staff(REPORT)
@require_safe
def helped(request: Request) -> HttpResponse:
    """How often people were helped."""
    form = _form(request)
    segments = request.acting.actor.standing.segments
    found = reading.assists(form.range(), request.tenant.options, segments=segments)
    return render(
        request,
        "console/reports/assists.html",
        _context(request, form) | {"assists": found},
        status=422 if form.errors else 200,
    )


@staff(TAKE_REPORT)
@require_POST
def files(request: Request) -> HttpResponse:
    """The report as a file, which is recorded; hence by POST."""
    form = RangeInput(request.POST, lately(_today(request)))
    format = request.POST.get("format", "")
    if form.errors or format not in TYPES:
        raise Http404
    days = form.range()
    answer = HttpResponse(reporting.take_report(request.acting, days, format), content_type=TYPES[format])
    answer["Content-Disposition"] = f'attachment; filename="contacts-{days.first}-{days.last}.{format}"'
    return answer


@staff(SCHEDULE_REPORT)
@require_http_methods(["GET", "POST"])
def schedules(request: Request) -> HttpResponse:
    """One's own reports by e-mail."""
    form = ScheduleInput(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reporting.schedule_report(request.acting, form.cleaned_data["every"])
            messages.success(request, "The report is sent to you from now on.")
            return see_other("report_schedules")
        except reporting.NoAddress:
            form.add_error(None, "You have no e-mail address yet: put one into your own account first.")
    mine = ReportSchedule.objects.filter(reader_id=request.acting.actor.id).order_by("due_at")
    context = {"form": form, "schedules": list(mine)}
    return render(request, "console/reports/schedules.html", context, status=422 if form.errors else 200)


@staff(END_SCHEDULE)
@require_POST
def end(request: Request, schedule_id: uuid.UUID) -> HttpResponse:
    try:
        reporting.end_schedule(request.acting, schedule_id)
    except ReportSchedule.DoesNotExist:
        raise Http404 from None
    messages.success(request, "It is not sent any more.")
    return see_other("report_schedules")


def page_of(request: Request) -> tuple[RangeInput, dict[str, object]]:
    """The days that a report is asked for, and what its page shows of them."""
    form = _form(request)
    return form, _context(request, form)


def _form(request: Request) -> RangeInput:
    asked = {name: request.GET[name] for name in ("first", "last") if name in request.GET}
    form = RangeInput(asked or None, lately(_today(request)))
    form.is_valid()
    return form


def _context(request: Request, form: RangeInput) -> dict[str, object]:
    days = form.range()
    return {
        "form": form,
        "days": days,
        "query": _query(days),
        "usual": [(name, _query(one), one == days) for name, one in usual(_today(request))],
    }


def _query(days: Range) -> str:
    return urlencode({"first": days.first, "last": days.last})


def _today(request: Request) -> date:
    return clock.now().astimezone(zone(request.tenant.options)).date()
