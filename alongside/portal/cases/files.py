"""Files that an owner sends with their case, and those that they may see."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from alongside.assisting.authority import signed_in
from alongside.cases import actions
from alongside.cases.models import Attachment
from alongside.forms.filetypes import TYPES
from alongside.people.http import Request
from alongside.portal.cases.inputs import FileInput
from alongside.portal.cases.views import pages, sent_to, theirs
from alongside.ui.saving import as_file


@signed_in
@pages
def files(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Send a file; a page that was carried over has to be given it again."""
    found = theirs(request, case_id)
    form = FileInput(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        megabytes=found.type.sent_megabytes,
    )
    return sent_to(
        request, found, form, lambda: actions.attach(request.acting, found, form.cleaned_data["file"]),
        "Your file is added.",
    )  # fmt: skip


@signed_in
@require_safe
def file(request: Request, case_id: uuid.UUID, number: uuid.UUID) -> FileResponse | HttpResponseRedirect:
    found = theirs(request, case_id)
    try:
        kept, path = actions.fetch(request.acting, found, number, tracking=True)
    except Attachment.DoesNotExist:
        raise Http404 from None
    return as_file(path, kept.name, TYPES[kept.type].media_type)
