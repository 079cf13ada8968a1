"""Files of a case: saved, never opened here; and deleted."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.cases import actions as cases
from alongside.cases.actions.seeing import ENQUIRE
from alongside.cases.models import Attachment, Case
from alongside.console.answers import see_other
from alongside.forms.filetypes import TYPES
from alongside.people.http import Request
from alongside.ui.saving import as_file


@staff(ENQUIRE)
@require_safe
def file(request: Request, case_id: uuid.UUID, number: uuid.UUID) -> FileResponse | HttpResponseRedirect:
    found = _case(case_id)
    try:
        kept, path = cases.fetch(request.acting, found, number, tracking=False)
    except Attachment.DoesNotExist:
        raise Http404 from None
    return as_file(path, kept.name, TYPES[kept.type].media_type)


@staff(ENQUIRE)
@require_POST
def remove(request: Request, case_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    try:
        cases.detach(request.acting, _case(case_id), number)
    except Attachment.DoesNotExist:
        raise Http404 from None
    messages.success(request, "The file is deleted.")
    return see_other("case", case_id=case_id)


def _case(number: uuid.UUID) -> Case:
    found: Case | None = Case.objects.for_a_page().filter(pk=number).first()
    if found is None:
        raise Http404
    return found
