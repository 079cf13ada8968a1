"""How soon questions are answered, and what is still open."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.reports.inputs import RangeInput
from alongside.console.reports.views import TYPES, page_of
from alongside.desk import queries
from alongside.desk.actions.reporting import take_questions_report
from alongside.desk.options import Options
from alongside.desk.reporting import Line, backlog, by_topic
from alongside.interactions.actions.reporting import REPORT, TAKE_REPORT
from alongside.interactions.reports.ranges import Range, lately
from alongside.lib import clock
from alongside.people.http import Request


@staff(REPORT)
@require_safe
def questions(request: Request) -> HttpResponse:
    """The questions that came in some days, in the agent's segments."""
    form, context = page_of(request)
    rows, total, always = _counted(request, form.range())
    context |= {
        "rows": rows,
        "total": total,
        "hours_count": not always,
        "backlog": backlog(queries.open_since(request.acting), clock.now()),
    }
    return render(request, "console/reports/questions.html", context, status=422 if form.errors else 200)


@staff(TAKE_REPORT)
@require_POST
def file(request: Request) -> HttpResponse:
    """The same as a file, which is recorded; hence by POST."""
    form = RangeInput(request.POST, lately(timezone.localdate()))
    format = request.POST.get("format", "")
    if form.errors or format not in TYPES:
        raise Http404
    days = form.range()
    rows, _, _ = _counted(request, days)
    ages = backlog(queries.open_since(request.acting), clock.now())
    content = take_questions_report(request.acting, days, rows, ages, format)
    answer = HttpResponse(content, content_type=TYPES[format])
    answer["Content-Disposition"] = f'attachment; filename="questions-{days.first}-{days.last}.{format}"'
    return answer


def _counted(request: Request, days: Range) -> tuple[list[tuple[str, Line]], Line, bool]:
    """A line for each topic by its name, one for all, and whether the desk is always open."""
    zone = timezone.get_default_timezone()
    begin, end = _moments(days, zone)
    hours = Options.of(request.tenant.options).opened(zone)
    lines, total = by_topic(queries.reported(request.acting, begin, end), hours)
    topics = queries.names_of(lines)
    rows = [(topics[number], line) for number, line in lines.items()]
    return sorted(rows, key=lambda row: row[0].casefold()), total, hours.always


def _moments(days: Range, zone: tzinfo) -> tuple[datetime, datetime]:
    after = days.last + timedelta(days=1)
    return datetime.combine(days.first, time(), tzinfo=zone), datetime.combine(after, time(), tzinfo=zone)
