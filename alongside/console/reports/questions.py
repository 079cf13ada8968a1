"""How soon questions are answered, and what is still open."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.console.reports.views import page_of
from alongside.desk import queries
from alongside.desk.options import Options
from alongside.desk.reporting import backlog, by_topic
from alongside.interactions.actions.reporting import REPORT
from alongside.interactions.reports.ranges import Range
from alongside.lib import clock
from alongside.people.http import Request


@staff(REPORT)
@require_safe
def questions(request: Request) -> HttpResponse:
    """The questions that came in some days, in the agent's segments."""
    form, context = page_of(request)
    zone = timezone.get_default_timezone()
    begin, end = _moments(form.range(), zone)
    hours = Options.of(request.tenant.options).opened(zone)
    lines, total = by_topic(queries.reported(request.acting, begin, end), hours)
    topics = queries.names_of(lines)
    rows = sorted(
        ((topics[number], line) for number, line in lines.items()), key=lambda row: row[0].casefold()
    )
    context |= {
        "rows": rows,
        "total": total,
        "hours_count": not hours.always,
        "backlog": backlog(queries.open_since(request.acting), clock.now()),
    }
    return render(request, "console/reports/questions.html", context, status=422 if form.errors else 200)


def _moments(days: Range, zone: tzinfo) -> tuple[datetime, datetime]:
    after = days.last + timedelta(days=1)
    return datetime.combine(days.first, time(), tzinfo=zone), datetime.combine(after, time(), tzinfo=zone)
