"""The list of what was handed in, one of them, and all of them as a file."""

from __future__ import annotations

import re
import uuid
from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Refused
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.moving.streaming import streamed
from alongside.console.submissions.files import link_to
from alongside.console.submissions.inputs import Filters
from alongside.forms.actions.handling import (
    EXPORT_SUBMISSIONS,
    HANDLE,
    SEE,
    export_submissions,
    print_submission,
    see_submission,
)
from alongside.forms.exporting import FORMATS
from alongside.forms.models import Form, FormStaff, Submission, SubmissionQuerySet
from alongside.forms.printing import named
from alongside.forms.telling import sections
from alongside.lib.addresses import inside
from alongside.people.http import Request
from alongside.ui.saving import content_as_file
from alongside.workflow import actions as workflow
from alongside.workflow import queries
from alongside.workflow.actions import START_LATE

PAGE = 25
_PLACE = re.compile(r"([0-9T:.+\-]{10,40})_([0-9a-f-]{36})")


@staff(HANDLE)
@require_safe
def submissions(request: Request) -> HttpResponse:
    """The newest first, a page at a time."""
    handled = _handled(request)
    filters = Filters(request.GET, handled=handled)
    rows: list[Submission] = []
    if filters.is_valid() and handled:
        rows = list(_page_of(request, filters)[: PAGE + 1])
    return _list(request, filters, rows, handled)


def _list(
    request: Request,
    filters: Filters,
    rows: list[Submission],
    handled: list[tuple[str, str]],
    status: int = 200,
) -> HttpResponse:
    said = filters.said() if filters.is_valid() else {}
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    older = said | {"before": f"{last.handed_in_at.isoformat()}_{last.pk}"} if last else None
    here = inside("console:submissions")
    context = {
        "filters": filters,
        "rows": rows[:PAGE],
        "handled": handled,
        "asked": bool(said),
        "said": said,
        "older": f"{here}?{urlencode(older)}" if older else None,
        "newest": f"{here}?{urlencode(said)}" if request.GET.get("before") else None,
        "may_export": EXPORT_SUBMISSIONS.right in request.acting.actor.standing.rights,
    }
    return render(request, "console/submissions/submissions.html", context, status=status)


@staff(EXPORT_SUBMISSIONS)
@require_POST
def export(request: Request) -> HttpResponseBase:
    """What the filters leave, as a file; that it was taken is an entry."""
    handled = _handled(request)
    filters = Filters(request.POST, handled=handled)
    format = request.POST.get("format", "")
    if format not in FORMATS or not filters.is_valid():
        return _list(request, filters, [], handled, status=422)
    said = filters.said()
    parts = export_submissions(
        request.acting,
        filters.of,
        form=said.get("form", ""),
        filters=tuple(f"{name}: {text}" for name, text in said.items()),
        format=format,
    )
    return streamed(request.acting.tenant_id, parts, name=f"submissions.{format}", format=format)


@staff(HANDLE)
@require_safe
def submission(request: Request, submission_id: uuid.UUID) -> HttpResponse:
    """One of them: answers, each with its author and time. That it was read is an entry."""
    found = _of(submission_id)
    try:
        see_submission(request.acting, found)
    except Refused:
        raise Http404 from None
    told = sections(found.version.schema, found.answers)
    numbers = [number for section in told for row in section.rows for number, _ in row.files]
    context = {
        "submission": found,
        "sections": told,
        "process": found.version.schema.process,
        "begun": queries.begun_by(found.pk),
        "may_start": START_LATE.right in request.acting.actor.standing.rights,
        "links": {number: link_to(request.acting, found, number) for number in numbers},
    }
    return render(request, "console/submissions/submission.html", context)


@staff(START_LATE)
@require_POST
def process(request: Request, submission_id: uuid.UUID) -> HttpResponse:
    """Start the process that could not begin when this was handed in."""
    found = _of(submission_id)
    if not found.verdict_on(request.acting, SEE):
        raise Http404
    try:
        begun = workflow.start_late(request.acting, found)
    except workflow.NotNow as problem:
        messages.error(request, str(problem))
        return see_other("submission", submission_id=found.pk)
    messages.success(request, "The process has begun.")
    return see_other("instance", instance_id=begun.pk)


@staff(HANDLE)
@require_safe
def document(request: Request, submission_id: uuid.UUID) -> HttpResponse:
    """The same as a PDF, which is an entry of its own."""
    found = _of(submission_id)
    try:
        content = print_submission(request.acting, found)
    except Refused:
        raise Http404 from None
    return content_as_file(content, named(found), "application/pdf")


def _of(submission_id: uuid.UUID) -> Submission:
    """Whoever it is for; that the actor may see it is what comes next. Raises `Http404`."""
    found: Submission | None = Submission.objects.with_version().filter(pk=submission_id).first()
    if found is None:
        raise Http404
    return found


def _handled(request: Request) -> list[tuple[str, str]]:
    """The forms whose submissions the actor sees: slugs and titles."""
    groups = request.acting.actor.standing.groups
    theirs = Form.objects.filter(pk__in=FormStaff.objects.filter(group__in=groups).values("form"))
    return list(theirs.by_title().values_list("slug", "title"))


def _page_of(request: Request, filters: Filters) -> SubmissionQuerySet:
    """Those after the place where the page before ended."""
    groups = tuple(sorted(request.acting.actor.standing.groups))
    found = filters.of(Submission.objects.handled_by(groups)).select_related("form", "actor", "person")
    place = _PLACE.fullmatch(request.GET.get("before", ""))
    if place:
        try:
            at, pk = datetime.fromisoformat(place[1]), uuid.UUID(place[2])
        except ValueError:
            raise Http404 from None
        if at.tzinfo is None:
            raise Http404
        found = found.filter(Q(handed_in_at__lt=at) | Q(handed_in_at=at, pk__lt=pk))
    ordered: SubmissionQuerySet = found.defer("answers").order_by("-handed_in_at", "-pk")
    return ordered
