"""The fourteen checks of an auditor, on a page: begun by a button, with progress, and what came of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.history.actions import AUDIT, AUDIT_WORK, begin_audit
from alongside.console.history.checks import CHECKS
from alongside.jobs.models import Job
from alongside.people.http import Request

WORDS = {"passed": ("passed", "good"), "failed": ("failed", "bad"), "open": ("not checked", "wait")}


@staff(AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: Request) -> HttpResponse:
    """The last audit of anybody; a POST begins another, unless one is under way."""
    job: Job | None = Job.objects.of(AUDIT_WORK).newest_first().first()
    if request.method == "POST":
        if job is None or not job.is_open:
            begin_audit(request.acting)
        return see_other("audit")
    results = {} if job is None else (job.result or job.cursor or {}).get("checks", {})
    lines = [
        (check, WORDS[results[check.id]["state"]], results[check.id]["evidence"])
        for check in CHECKS
        if check.id in results
    ]
    left = [check for check in CHECKS if check.id not in results]
    context = {"job": job, "lines": lines, "left": left}
    return render(request, "console/history/audit.html", context)
