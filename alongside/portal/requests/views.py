"""What was handed in: the confirmation, and later how far it is."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import signed_in
from alongside.cases.models import Case
from alongside.forms.actions.handling import take_document
from alongside.forms.context import of_people
from alongside.forms.models import Submission
from alongside.forms.placeholders import filled
from alongside.forms.printing import named
from alongside.people.http import Request
from alongside.portal.forms.summary import handed_in
from alongside.ui.saving import content_as_file
from alongside.workflow import queries
from alongside.workflow.queries import Walked


@signed_in
@require_safe
def submission(request: Request, submission_id: uuid.UUID) -> HttpResponse:
    """One request of whoever the page is for."""
    found = _of(request, submission_id)
    definition = found.version.schema
    people = of_people(found.person, found.actor if found.on_behalf else None)
    return render(
        request,
        "portal/requests/request.html",
        {
            "submission": found,
            "steps": _steps(found),
            "confirmation": filled(definition.confirmation, people),
            "case": Case.objects.of(request.acting).filter(submission=found).first(),
            "sections": handed_in(definition, found.answers, found.person.ref),
        },
    )


@signed_in
@require_safe
def document(request: Request, submission_id: uuid.UUID) -> HttpResponse:
    """The same as a PDF."""
    found = _of(request, submission_id)
    return content_as_file(take_document(request.acting, found), named(found), "application/pdf")


def _of(request: Request, submission_id: uuid.UUID) -> Submission:
    """Raises `Http404` for what is somebody else's."""
    theirs = Submission.objects.of(request.acting).with_version()
    found: Submission | None = theirs.filter(pk=submission_id).first()
    if found is None:
        raise Http404
    return found


def _steps(found: Submission) -> list[Walked]:
    """How far the process is that began with it: what was done, and what is being done."""
    begun = queries.begun_by(found.pk)
    return queries.walked(begun) if begun else []
