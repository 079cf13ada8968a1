"""Appointments as their owner sees them: into a calendar, or back, when they do not suit."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from alongside.assisting.authority import signed_in
from alongside.cases import actions
from alongside.cases.calendars import MEDIA_TYPE, NAME
from alongside.cases.models import Reply
from alongside.cases.writing import calendar_of
from alongside.lib.addresses import outside
from alongside.people.http import Request
from alongside.portal.cases.inputs import ReplyInput
from alongside.portal.cases.views import pages, sent_to, theirs
from alongside.ui.saving import content_as_file


@signed_in
@pages
def answer(request: Request, case_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """Say that it does not suit; the house moves or cancels it."""
    found = theirs(request, case_id)
    form = ReplyInput(request.POST if request.method == "POST" else None, number=number)

    def say() -> object:
        reply, text = Reply(form.cleaned_data["reply"]), form.cleaned_data["text"]
        return actions.answer_appointment(request.acting, found, number, reply, text)

    return sent_to(request, found, form, say, "Thank you for telling us. We will be in touch.")


@signed_in
@require_safe
def calendar(request: Request, case_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """The same as a file that calendars read."""
    found = theirs(request, case_id)
    for one in found.meetings:
        if one.pk == number:
            link = request.build_absolute_uri(outside("portal:case", found.pk))
            return content_as_file(calendar_of(one, found, link), NAME, MEDIA_TYPE)
    raise Http404
