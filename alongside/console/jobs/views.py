"""Long work: what is under way, how far it is, and stopping and resuming it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.powers import ENTER
from alongside.jobs import actions
from alongside.jobs.actions.asking import RESUME, STOP
from alongside.jobs.models import Job
from alongside.people.http import Request

LATELY = 30


@staff(ENTER)
@require_safe
def jobs(request: Request) -> HttpResponse:
    """The latest long work that the reader asked for, or might have."""
    seen = Job.objects.seen_by(request.acting.actor).newest_first().select_related("actor")[:LATELY]
    return render(request, "console/jobs/jobs.html", {"jobs": seen})


@staff(ENTER)
@require_safe
def job(request: Request, job: uuid.UUID) -> HttpResponse:
    return render(request, "console/jobs/job.html", {"job": _seen(request, job)})


@staff(ENTER)
@require_safe
def progress(request: Request, job: uuid.UUID) -> HttpResponse:
    """The bar by itself, which asks for itself again each second while the job goes on; at its end the
    page that shows it is drawn anew, with what came of it."""
    found = _seen(request, job)
    answer = render(request, "console/jobs/_progress.html", {"job": found})
    if not found.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@staff(STOP)
@require_POST
def interrupt(request: Request, job: uuid.UUID) -> HttpResponse:
    found = _seen(request, job)
    if found.is_open:
        actions.stop(request.acting, found)
        messages.success(request, "It was stopped. What was done stays, and it can be resumed.")
    else:
        messages.info(request, "It had ended already.")
    return see_other("job", job=found.pk)


@staff(RESUME)
@require_POST
def resume(request: Request, job: uuid.UUID) -> HttpResponse:
    found = _seen(request, job)
    if found.can_resume:
        actions.resume(request.acting, found)
        messages.success(request, "It goes on where it was.")
    else:
        messages.info(request, "It is not stopped.")
    return see_other("job", job=found.pk)


def _seen(request: Request, number: uuid.UUID) -> Job:
    seen = Job.objects.seen_by(request.acting.actor).select_related("actor")
    found: Job | None = seen.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
