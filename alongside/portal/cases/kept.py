"""The cards of what somebody raised, was given or may take, in four categories (spec C42)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import signed_in
from alongside.cases.models import Case, CaseQuerySet
from alongside.people.http import Request
from alongside.portal.paging import leaf
from alongside.workflow.models import Task
from alongside.workflow.options import Options

CASES, MOST_TASKS = 20, 20  # of a page

WAITING, GOING, OFFERED, CLOSED = "waiting", "going", "offered", "closed"
LABELS = {
    WAITING: "Waiting for you",
    GOING: "Going on",
    OFFERED: "You can take",
    CLOSED: "Closed",
}


@dataclass(frozen=True)
class Category:
    """As the address and the page call it, and how much is in it."""

    name: str
    label: str
    count: int


@signed_in
@require_safe
def cases(request: Request) -> HttpResponse:
    """Cards, the latest first: all, or those of a category. Tasks of processes are those of whomever the task
    lists of the house show."""
    acting, asked = request.acting, request.GET.get("in", "")
    if asked and asked not in LABELS:
        raise Http404
    whose = Options.of(request.tenant.options).whose(acting)
    theirs: CaseQuerySet = Case.objects.of(acting)
    of = {WAITING: theirs.waiting(), GOING: theirs.going_on(), CLOSED: theirs.closed(), "": theirs}
    tasks = {WAITING: Task.objects.assigned_to(whose), OFFERED: Task.objects.claimable_by(whose)}
    counts = {
        name: (of[name].count() if name in of else 0) + (tasks[name].count() if name in tasks else 0)
        for name in LABELS
    }
    context: dict[str, Any] = {
        "categories": [Category(name, label, counts[name]) for name, label in LABELS.items()],
        "heading": LABELS.get(asked, ""),
        "cases": None,
        "tasks": [],
        "more": False,
    }
    if asked in of:
        found = of[asked].select_related("type", "status", "actor").latest_first()
        context["cases"] = leaf(request, found, CASES)
    if asked in tasks:
        shown = list(tasks[asked].with_instance().oldest_first()[: MOST_TASKS + 1])
        context |= {"tasks": shown[:MOST_TASKS], "more": len(shown) > MOST_TASKS}
    return render(request, "portal/cases/cases.html", context)
