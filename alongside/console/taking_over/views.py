"""Contacts that another system recorded: a file is sent and looked through, then what is in it is kept."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.moving.streaming import streamed
from alongside.console.taking_over.inputs import Upload
from alongside.interactions.actions import contact_files
from alongside.interactions.actions.contact_files import READ_WRONG, RECEIVE, WORK
from alongside.interactions.actions.importing import TAKE_OVER
from alongside.interactions.exchange import Illegible
from alongside.jobs.models import Job, State
from alongside.lib import keyset
from alongside.people.http import Request
from alongside.people.models import ProfileField
from alongside.people.moving.reading import JSONL

LATELY = 30  # files on the list
SHOWN = 20  # contacts to correct on the page


@staff(RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Request) -> HttpResponse:
    """The latest files, and sending one more: it is looked through, and nothing kept before that is said."""
    known = list(ProfileField.objects.in_use().in_order())
    if request.method != "POST":
        return _list(request, Upload(known))
    form = Upload(known, request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form, status=422)
    sent = form.cleaned_data["file"]
    try:
        job = contact_files.receive(
            request.acting, sent, file_name=sent.name or "contacts", by=form.cleaned_data["by"]
        )
    except Illegible as problem:
        form.add_error("file", str(problem))
        return _list(request, form, status=422)
    return see_other("contact_file", job=job.pk)


@staff(TAKE_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: Request, job: uuid.UUID) -> HttpResponse:
    """How far one file is and what came of it; a POST has its contacts kept."""
    found = _seen(request, job)
    can_begin = found.payload["look"] and found.state == State.DONE
    if request.method == "POST":
        if can_begin:
            try:
                found = contact_files.begin(request.acting, found)
            except FileNotFoundError:
                messages.error(request, "The file is not kept any more. Send it again.")
        return see_other("contact_file", job=found.pk)
    counts = contact_files.told(found)
    problems = contact_files.first_wrong(request.acting, found, SHOWN) if counts["wrong"] else []
    context = {"job": found, "counts": counts, "problems": problems, "can_begin": can_begin}
    return render(request, "console/taking_over/file.html", context)


@staff(READ_WRONG)
@require_safe
def wrong(request: Request, job: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """The contacts to correct, as a file that can be sent again."""
    found = _seen(request, job)
    lines = contact_files.read_wrong(request.acting, found)
    name = f"{found.payload['name'].rpartition('.')[0] or found.payload['name']}.wrong.jsonl"
    return streamed(request.acting.tenant_id, lines, name=name, format=JSONL)


def _list(request: Request, form: Upload, *, status: int = 200) -> HttpResponse:
    seen = Job.objects.of(WORK).seen_by(request.acting.actor).select_related("actor")
    leaf = keyset.leaf(seen, ("-asked_at", "pk"), size=LATELY, asked=request.GET)
    context = {"form": form, "files": leaf, "told": contact_files.told}
    return render(request, "console/taking_over/files.html", context, status=status)


def _seen(request: Request, number: uuid.UUID) -> Job:
    seen = Job.objects.of(WORK).seen_by(request.acting.actor).select_related("actor")
    found: Job | None = seen.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
