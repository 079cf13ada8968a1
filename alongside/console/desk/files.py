"""Files of a question, for the agents who see it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.console.desk.views import opened
from alongside.desk.actions import enclosing
from alongside.desk.actions.seeing import VIEW
from alongside.people.http import Request
from alongside.ui.saving import content_as_file


@staff(VIEW)
@require_safe
def file(request: Request, question_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """Saved, never opened here."""
    try:
        fetched = enclosing.fetch_file(request.acting, opened(request, question_id), number)
    except enclosing.NoSuchFile:
        raise Http404 from None
    return content_as_file(fetched.content, fetched.name, fetched.media_type)
