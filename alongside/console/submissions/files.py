"""Files that came with what was handed in. A link to one is good for some minutes, and for whom it was drawn:
who finds it in a history or a letter opens nothing by it."""

from __future__ import annotations

import uuid

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.authority import staff
from alongside.forms.actions.handling import HANDLE, see_file
from alongside.forms.filetypes import TYPES
from alongside.forms.models import File, Submission
from alongside.lib.addresses import inside
from alongside.people.http import Request
from alongside.ui.saving import as_file

MINUTES = 10

_signer = TimestampSigner(salt="alongside.console.submissions.files")


def link_to(acting: Acting, submission: Submission, number: str) -> str:
    """The address of a file for this actor, from now for some minutes."""
    link = _signer.sign(f"{number}~{acting.actor.ref}")
    return inside("console:submission_file", submission.pk, link)


@staff(HANDLE)
@require_safe
def file(request: Request, submission_id: uuid.UUID, link: str) -> HttpResponse | FileResponse:
    """Saved, never opened here; that it was fetched is an entry."""
    found = Submission.objects.with_version().filter(pk=submission_id).first()
    if found is None:
        raise Http404
    try:
        said = _signer.unsign(link, max_age=MINUTES * 60)
    except SignatureExpired:
        return render(request, "console/submissions/late.html", {"submission": found.pk}, status=410)
    except BadSignature:
        raise Http404 from None
    number, _, ref = said.partition("~")
    if ref != str(request.acting.actor.ref):
        raise Http404
    try:
        kept, path = see_file(request.acting, found, uuid.UUID(number))
    except (Refused, File.DoesNotExist):
        raise Http404 from None
    return as_file(path, kept.name, TYPES[kept.type].media_type)
