"""Taking links between cases away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from alongside.assisting.authority import staff
from alongside.cases import actions as cases
from alongside.cases.actions.seeing import ENQUIRE
from alongside.cases.models import Case, Link
from alongside.console.answers import see_other
from alongside.people.http import Request


@staff(ENQUIRE)
@require_POST
def remove(request: Request, case_id: uuid.UUID, link_id: int) -> HttpResponse:
    link = Link.objects.select_related("case", "other").filter(pk=link_id).first()
    if link is None or case_id not in (link.case_id, link.other_id):
        raise Http404
    case: Case = link.case if link.case_id == case_id else link.other
    cases.unlink(request.acting, case, link)
    messages.success(request, "The link is taken away.")
    return see_other("case", case_id=case_id)
