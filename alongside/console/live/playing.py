"""Recordings that are looked at in the log, and given out with their length (spec A31).

Pressing *Play* is recorded as a download is. After that the player fetches by a link of its own, which is
good for some hours, for whoever pressed, while they may.
"""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path

from csp.decorators import csp_update
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.calls import actions as calls
from alongside.calls.actions.sharing import DOWNLOAD_MEDIA
from alongside.calls.models import Media, MediaKind
from alongside.console.live.films import Film
from alongside.console.live.log import entry_of
from alongside.forms import vault
from alongside.lib.addresses import inside
from alongside.people.http import Request

HELD = timedelta(hours=4)
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{1,18})?")
_signer = TimestampSigner(salt="alongside.console.live.playing")


def saved(path: Path, media: Media) -> StreamingHttpResponse:
    """A recording to be kept elsewhere. Raises `FileNotFoundError`."""
    answer = _bytes_of(Film.of(path), media, 0, None)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=media.name)
    return answer


@staff(DOWNLOAD_MEDIA)
@require_POST
@csp_update({"media-src": ["'self'"]})  # type: ignore[arg-type]  # it knows of views with one argument alone
def play(request: Request, call_id: uuid.UUID, media_id: uuid.UUID) -> HttpResponse:
    call = entry_of(request, call_id)
    media = _recording(call_id, media_id)
    calls.download(request.acting, media)
    link = _signer.sign(f"{media.pk}~{request.acting.actor.ref}")
    context = {"call": call, "media": media, "source": inside("console:live_film", call.pk, link)}
    answer = render(request, "console/live/playing.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@staff(DOWNLOAD_MEDIA)
@require_safe
def film(request: Request, call_id: uuid.UUID, link: str) -> StreamingHttpResponse | HttpResponse:
    """What the player asks for, from wherever it is moved to."""
    entry_of(request, call_id)
    try:
        number, _, ref = _signer.unsign(link, max_age=HELD).partition("~")
    except BadSignature:
        raise Http404 from None
    if ref != str(request.acting.actor.ref):
        raise Http404
    media = _recording(call_id, uuid.UUID(number))
    try:
        found = Film.of(vault.file_of(media.pk))
    except FileNotFoundError:
        raise Http404 from None
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None:
        return _bytes_of(found, media, 0, None)
    begin, last = int(asked[1]), asked[2]
    if begin >= found.size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    return _bytes_of(found, media, begin, found.size if last is None else min(int(last) + 1, found.size))


def _bytes_of(film: Film, media: Media, begin: int, end: int | None) -> StreamingHttpResponse:
    """All of it, or a part where `end` is said."""
    until = film.size if end is None else max(end, begin)
    answer = StreamingHttpResponse(
        film.pieces(begin, until), content_type=media.media_type, status=200 if end is None else 206
    )
    answer["Content-Length"] = str(until - begin)
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    if end is not None:
        answer["Content-Range"] = f"bytes {begin}-{until - 1}/{film.size}"
    return answer


def _recording(call_id: uuid.UUID, media_id: uuid.UUID) -> Media:
    recordings = Media.objects.whole().filter(kind=MediaKind.RECORDING)
    found: Media | None = recordings.filter(call=call_id, pk=media_id).first()
    if found is None:
        raise Http404
    return found
