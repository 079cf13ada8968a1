"""Media of calls that are over: downloaded and deleted, each by its own permission (spec A31, A34)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_POST

from alongside.assisting.authority import staff
from alongside.calls import actions as calls
from alongside.calls.actions.sharing import DELETE_MEDIA, DOWNLOAD_MEDIA
from alongside.calls.models import Media, MediaKind
from alongside.console.answers import see_other
from alongside.console.live.log import entry_of
from alongside.console.live.playing import saved
from alongside.people.http import Request
from alongside.ui.saving import as_file


@staff(DOWNLOAD_MEDIA)
@require_POST
def download(
    request: Request, call_id: uuid.UUID, media_id: uuid.UUID
) -> HttpResponse | FileResponse | StreamingHttpResponse:
    media = _of(request, call_id, media_id)
    try:
        path = calls.download(request.acting, media)
        if media.kind == MediaKind.RECORDING:
            return saved(path, media)
        return as_file(path, media.name, media.media_type)
    except FileNotFoundError:
        raise Http404 from None


@staff(DELETE_MEDIA)
@require_POST
def delete(request: Request, call_id: uuid.UUID, media_id: uuid.UUID) -> HttpResponse:
    media = _of(request, call_id, media_id)
    calls.delete_media(request.acting, media)
    messages.success(request, f"{media.name} was deleted. That it was there stays in the log.")
    return see_other("live_log_call", call_id=call_id)


def _of(request: Request, call_id: uuid.UUID, media_id: uuid.UUID) -> Media:
    """Of a call of the log that one may see; raises `Http404`."""
    found: Media | None = Media.objects.whole().filter(call=entry_of(request, call_id), pk=media_id).first()
    if found is None:
        raise Http404
    return found
