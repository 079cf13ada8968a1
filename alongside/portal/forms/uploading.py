"""Files in pieces, for the script of the page (`uploads.js`); without it files come with the page."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import signed_in
from alongside.forms.actions.drafting import Closed
from alongside.forms.actions.uploading import (
    PIECE,
    Misplaced,
    add_piece,
    begin_upload,
    finish_upload,
    question_of,
)
from alongside.forms.models import Draft, File, Upload
from alongside.lib.addresses import inside
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.forms.finding import unfinished_draft_of


@signed_in
@require_POST
def uploads(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """A file that comes; where its pieces go, and how much is there already."""
    draft = _draft(request, slug, draft_id)
    said = request.POST
    size = said.get("size", "")
    if not (size.isascii() and size.isdigit() and len(size) < 16):
        raise Http404
    try:
        question = question_of(draft, said.get("question", "")[:100])
        upload = begin_upload(
            request.acting, draft, question, name=said.get("name", "") or "file", size=int(size)
        )
    except KeyError:
        raise Http404 from None
    except Misfit as misfit:
        return _problem(misfit)
    except Closed:
        return _closed()
    where = inside("portal:upload", slug, draft.pk, upload.pk)
    return _kept_nowhere(JsonResponse({"address": where, "received": upload.received, "piece": PIECE}))


@signed_in
@require_http_methods(["POST"])
def piece(request: Request, slug: str, draft_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """One piece, as it is: `?at=` says where it begins. The last one answers with the file."""
    draft = _draft(request, slug, draft_id)
    at = request.GET.get("at", "")
    if not (at.isascii() and at.isdigit() and len(at) < 16):
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > PIECE:
        return _kept_nowhere(JsonResponse({"problem": "This piece is too large."}, status=413))
    try:
        upload = add_piece(request.acting, draft, number, at=int(at), content=request.body)
        if upload.received < upload.size:
            return _kept_nowhere(JsonResponse({"received": upload.received}))
        return _there(draft, finish_upload(request.acting, draft, upload))
    except (Upload.DoesNotExist, KeyError):
        raise Http404 from None
    except Misplaced as misplaced:
        return _kept_nowhere(JsonResponse({"received": misplaced.received}, status=409))
    except Misfit as misfit:
        return _problem(misfit)
    except Closed:
        return _closed()


def _draft(request: Request, slug: str, draft_id: uuid.UUID) -> Draft:
    draft = unfinished_draft_of(request, slug, draft_id)
    if draft.handed_in_at is not None:
        raise Http404
    return draft


def _there(draft: Draft, file: File) -> HttpResponse:
    where = inside("portal:file", draft.form.slug, draft.pk, file.pk)
    return _kept_nowhere(JsonResponse({"item": file.item, "name": file.name, "download": where}, status=201))


def _problem(misfit: Misfit) -> HttpResponse:
    return _kept_nowhere(JsonResponse({"problem": " ".join(misfit.errors.values())}, status=422))


def _closed() -> HttpResponse:
    problem = "This form was handed in or thrown away meanwhile, so the file was not kept."
    return _kept_nowhere(JsonResponse({"problem": problem}, status=410))


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
