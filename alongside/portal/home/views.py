"""Where people begin: what they can ask for, what they began, and what they asked for lately."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public
from alongside.cases.models import CaseType
from alongside.forms.models import Draft, Form, Submission
from alongside.people.http import Request
from alongside.workflow.models import Task
from alongside.workflow.options import Options

MOST_FORMS, MOST_REPORTS, MOST_TASKS, MOST_DRAFTS, MOST_REQUESTS = 6, 6, 3, 3, 3


@public
@require_safe
def home(request: Request) -> HttpResponse:
    """The same page for visitors, for people, and for agents on behalf of somebody."""
    acting: Acting | None = getattr(request, "acting", None)
    offered = list(
        Form.objects.reachable_by(acting.actor if acting else None).listed().by_title()[: MOST_FORMS + 1]
    )
    reports = list(CaseType.objects.for_anybody()[: MOST_REPORTS + 1])
    context: dict[str, Any] = {
        "forms": offered[:MOST_FORMS],
        "more_forms": len(offered) > MOST_FORMS,
        "reports": reports[:MOST_REPORTS],
        "more_reports": len(reports) > MOST_REPORTS,
    }
    if acting is not None:
        context |= {
            "tasks": _asked_of(request),
            "drafts": Draft.objects.of(acting).unfinished().with_form().latest_first()[:MOST_DRAFTS],
            "requests": Submission.objects.of(acting).with_form().latest_first()[:MOST_REQUESTS],
        }
    return render(request, "portal/home/home.html", context)


def _asked_of(request: Request) -> list[Task]:
    """What processes ask, of whomever the task lists of the house show."""
    whose = Options.of(request.tenant.options).whose(request.acting)
    return list(Task.objects.assigned_to(whose).with_instance().oldest_first()[:MOST_TASKS])
