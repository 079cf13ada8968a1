"""Pictures, files and recordings of a call, for those who are in it."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Refused
from alongside.assisting.authority import public
from alongside.calls import actions as calls
from alongside.calls.models import Media, MediaKind, Recording
from alongside.calls.recording import PIECE
from alongside.lib.addresses import outside
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.calls.taking import Taking, taking
from alongside.portal.calls.views import page
from alongside.ui.saving import as_file


@public
@require_POST
def share(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """Keep a file with the call. Scripts are answered with its number, or with what is wrong with it."""
    found = taking(request, call_id)
    if not found.inside:
        return _back(found)
    upload, kind = request.FILES.get("file"), request.POST.get("kind", MediaKind.FILE)
    try:
        if upload is None or kind not in MediaKind.values:
            raise Misfit({"file": "Choose a file to share."})
        media = calls.share(found.acting, found.call, upload, MediaKind(kind))
    except Misfit as misfit:
        if _by_script(request):
            return JsonResponse({"problem": misfit.errors["file"]}, status=422)
        return page(request, found, wrong_file=misfit.errors["file"])
    return JsonResponse({"id": str(media.pk)}) if _by_script(request) else _back(found)


@public
@require_safe
def fetch(request: Request, call_id: uuid.UUID, media_id: uuid.UUID) -> HttpResponse | FileResponse:
    """Something that was shared: saved, never opened as a page."""
    found = taking(request, call_id)
    if not found.inside:
        raise Http404
    try:
        media, path = calls.fetch(found.acting, found.call, media_id)
        return as_file(path, media.name, media.media_type)
    except (Media.DoesNotExist, FileNotFoundError, Refused):
        raise Http404 from None


@public
@require_POST
def record(request: Request, call_id: uuid.UUID) -> HttpResponse:
    found = taking(request, call_id)
    calls.ask_to_record(found.acting, found.call)
    return _back(found)


@public
@require_POST
def consent(request: Request, call_id: uuid.UUID, recording_id: uuid.UUID) -> HttpResponse:
    """Whatever is not a clear yes is a no."""
    found = taking(request, call_id)
    agreed = request.POST.get("agreed") == "yes"
    with suppress(Recording.DoesNotExist):  # it ended meanwhile
        calls.answer_recording(found.acting, found.call, recording_id, agreed=agreed)
    return _back(found)


@public
@require_POST
def stop(request: Request, call_id: uuid.UUID, recording_id: uuid.UUID) -> HttpResponse:
    found = taking(request, call_id)
    with suppress(Recording.DoesNotExist):
        calls.stop_recording(found.acting, found.call, recording_id)
    return _back(found)


@public
@require_POST
def piece(request: Request, call_id: uuid.UUID, recording_id: uuid.UUID) -> HttpResponse:
    """The next piece of one's own recording, behind as many bytes as `X-Offset` says. 409 with the number
    there are for one that does not follow, 410 when nothing more is taken."""
    found = taking(request, call_id)
    said = request.headers.get("X-Offset", "")
    if not (said.isascii() and said.isdigit() and len(said) <= 15):
        return JsonResponse({"problem": "X-Offset is a number of bytes."}, status=400)
    content = request.read(PIECE + 1)
    try:
        size = calls.take_piece(found.acting, found.call, recording_id, int(said), content)
    except calls.OutOfStep as off:
        return JsonResponse({"size": off.size}, status=409)
    except calls.NotTaken as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    except Recording.DoesNotExist:
        return JsonResponse({"problem": "This recording has ended."}, status=410)
    return JsonResponse({"size": size})


def _by_script(request: Request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _back(found: Taking) -> HttpResponse:
    return see(outside("calls:room", found.call.pk))
