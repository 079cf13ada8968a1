"""A copy of everything we hold of a person: asked for, made meanwhile, and given for a day to who asked."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.people.views import visible
from alongside.people import actions as people
from alongside.people.actions.archives import ARCHIVE, TAKE_ARCHIVE
from alongside.people.http import Request
from alongside.people.models import Archive
from alongside.people.retention import Retention


@staff(ARCHIVE)
@require_POST
def ask(request: Request, person: int) -> HttpResponse:
    found = visible(request.acting, person)
    try:
        archive = people.ask_archive(request.acting, found)
    except people.NotErasable as problem:
        messages.error(request, str(problem))
        return see_other("person", person=found.pk)
    return see_other("archive", archive=archive.pk)


@staff(TAKE_ARCHIVE)
@require_safe
def archive(request: Request, archive: uuid.UUID) -> HttpResponse:
    """How far it is, then where it is to be had."""
    found = _mine(request.acting, archive)
    days = Retention.of(request.tenant.options).archives
    context = {"archive": found, "person": found.person, "job": found.job, "days": days}
    return render(request, "console/erasing/archive.html", context)


@staff(TAKE_ARCHIVE)
@require_safe
def download(request: Request, archive: uuid.UUID) -> FileResponse:
    """The file; that it was taken is recorded before it is sent."""
    found = _mine(request.acting, archive)
    if found.made_at is None:
        raise Http404
    try:
        file = people.take_archive(request.acting, found)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, as_attachment=True, filename=f"everything-held-of-{found.person_id}.zip")
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _mine(acting: Acting, number: uuid.UUID) -> Archive:
    """A copy the agent asked for, of somebody whom they still see; any other is not found."""
    found: Archive | None = people.archives_of(acting).select_related("job").filter(pk=number).first()
    if found is None:
        raise Http404
    found.person = visible(acting, found.person_id)
    return found
