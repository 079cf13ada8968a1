"""How old cases are, whether they were done in time, how long stages took, and how content owners were."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.cases import reporting
from alongside.console.reports.views import page_of
from alongside.interactions.actions.reporting import REPORT
from alongside.lib import clock
from alongside.people.http import Request


@staff(REPORT)
@require_safe
def cases(request: Request) -> HttpResponse:
    form, context = page_of(request)
    days, zone = form.range(), timezone.get_default_timezone()
    begin = datetime.combine(days.first, time(), tzinfo=zone)
    end = datetime.combine(days.last + timedelta(days=1), time(), tzinfo=zone)
    ages = reporting.ages(clock.now())
    context |= {
        "bands": [name for name, _ in reporting.AGES],
        "ages": ages,
        "by_age": [
            (name, sum(numbers[place] for _, numbers in ages))
            for place, (name, _) in enumerate(reporting.AGES)
        ],
        "targets": reporting.targets(begin, end),
        "stages": reporting.stages(begin, end),
        "content": reporting.content(begin, end),
    }
    return render(request, "console/reports/cases.html", context, status=422 if form.errors else 200)
