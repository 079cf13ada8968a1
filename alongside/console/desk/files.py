"""Files of a question, for the agents who see it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.desk.views import keep_typed, opened
from alongside.desk.actions import files
from alongside.desk.actions.drafting import DRAFT
from alongside.desk.actions.enclosing import NoSuchFile
from alongside.desk.actions.seeing import VIEW
from alongside.people.http import Request
from alongside.ui.saving import sent_as_file


@staff(VIEW)
@require_safe
def file(request: Request, question_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """Saved, never opened here."""
    try:
        fetched = files.fetch_file(request.acting, opened(request, question_id), number)
    except NoSuchFile:
        raise Http404 from None
    return sent_as_file(fetched.content, fetched.name, fetched.media_type)


@staff(DRAFT)
@require_POST
def detach(request: Request, question_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """Take a file out of what is being written; what was typed so far is kept."""
    found = opened(request, question_id)
    keep_typed(request, found)
    try:
        files.detach(request.acting, found, number)
    except NoSuchFile:
        raise Http404 from None
    messages.success(request, "The file is taken out.")
    return see_other("question", question_id=found.pk)
