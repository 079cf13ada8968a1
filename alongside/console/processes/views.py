"""Processes as those see them who put them into use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.processes.inputs import Arrangement
from alongside.people.http import Request
from alongside.workflow import actions as workflow
from alongside.workflow import picture, queries, reading
from alongside.workflow.actions import DEPLOY
from alongside.workflow.actions.arranging import ARRANGE
from alongside.workflow.models import Definition, Version
from alongside.workflow.options import Options
from alongside.workflow.picture import Drawn

# Slugs that are addresses of pages.
TAKEN = frozenset(("new", "deployments", "task-lists"))


@staff(DEPLOY)
@require_safe
def processes(request: Request) -> HttpResponse:
    return _list(request, Arrangement(options=Options.of(request.tenant.options)))


def _list(request: Request, arrangement: Arrangement, *, status: int = 200) -> HttpResponse:
    context = {"definitions": queries.definitions(), "arrangement": arrangement}
    return render(request, "console/processes/processes.html", context, status=status)


@staff(ARRANGE)
@require_POST
def arrange(request: Request) -> HttpResponse:
    """Whose tasks lists show while somebody is helped, and how they are claimed."""
    form = Arrangement(request.POST, options=Options.of(request.tenant.options))
    if not form.is_valid():
        return _list(request, form, status=422)
    workflow.arrange_tasks(request.acting, form.options)
    messages.success(request, "Task lists are arranged anew.")
    return see_other("processes")


@staff(DEPLOY)
@require_safe
def process(request: Request, slug: str) -> HttpResponse:
    """A process: its versions, and the one in use as a picture."""
    return _page(request, slug, None)


@staff(DEPLOY)
@require_safe
def version(request: Request, slug: str, number: int) -> HttpResponse:
    return _page(request, slug, number)


@staff(DEPLOY)
@require_safe
def source(request: Request, slug: str, number: int) -> HttpResponse:
    """The diagram as it was given."""
    found = version_of(slug, number)
    answer = HttpResponse(found.source, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{found.number}.bpmn"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _page(request: Request, slug: str, number: int | None) -> HttpResponse:
    found = version_of(slug, number)
    drawn = drawing_of(found)
    context: dict[str, Any] = {
        "definition": found.definition,
        "version": found,
        "versions": queries.versions(found.definition),
        "drawn": drawn,
        "steps": drawn.steps() if drawn else [],
        "changes": sorted(found.changes, key=lambda one: not one["meaning"]),
    }
    return render(request, "console/processes/process.html", context)


def version_of(slug: str, number: int | None) -> Version:
    found: Version | None = None
    if number is None or number < 2**31:
        every = Version.objects.newest_of(slug)
        found = (every if number is None else every.filter(number=number)).first()
    if found is None:
        raise Http404
    return found


def drawing_of(version: Version) -> Drawn | None:
    """The diagram of a version, or None for one that is there no longer as it was read."""
    try:
        return picture.drawn(reading.parse(version.source.encode()))
    except reading.Unreadable:
        return None


def definition_of(slug: str) -> Definition:
    found: Definition | None = Definition.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
