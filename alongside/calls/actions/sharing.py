"""Pictures and files of a call: shared and looked at in it, and kept after it (spec A25–A27, A31, A34)."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from alongside.assisting import matters
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.calls.actions.joining import organiser_of, own_part
from alongside.calls.models import Call, Media, MediaKind
from alongside.calls.permissions import rights_of
from alongside.forms import vault
from alongside.forms.taking import Untaken, taken
from alongside.history.events import Event
from alongside.people.checking import Misfit

SHARE = Power("calls.share", Kind.DUTY)
FETCH = Power("calls.fetch", Kind.DUTY)
_GET, _GET_NEEDS = rights_of(11)
_DELETE, _DELETE_NEEDS = rights_of(12)
DOWNLOAD_MEDIA = Power("calls.download_media", Kind.STAFF, right=_GET, needs=_GET_NEEDS)
DELETE_MEDIA = Power("calls.delete_media", Kind.STAFF, right=_DELETE, needs=_DELETE_NEEDS)

MEGABYTES = 25
MOST_MEDIA = 300  # of one call
SHARED = frozenset({MediaKind.FILE, MediaKind.SNAPSHOT, MediaKind.MARKED, MediaKind.BOARD})


class MediaShared(
    Event,
    kind="calls.media_shared",
    title="Shared In A Call",
    sentence="{actor} shared a {what} in {call}",
    private=True,
):
    call: str
    media: str
    what: str
    size: int


class MediaFetched(
    Event,
    kind="calls.media_fetched",
    title="Call Media Looked At",
    sentence="{actor} looked at a {what} of {call}",
    private=True,
):
    call: str
    media: str
    what: str


class MediaDownloaded(
    Event,
    kind="calls.media_downloaded",
    title="Call Media Downloaded",
    sentence="{actor} downloaded a {what} of {call}",
    private=True,
):
    call: str
    media: str
    what: str


class MediaDeleted(
    Event,
    kind="calls.media_deleted",
    title="Call Media Deleted",
    sentence="{actor} deleted a {what} of {call}",
    private=True,
):
    call: str
    media: str
    what: str


def share(acting: Acting, call: Call, upload: UploadedFile[bytes], kind: MediaKind) -> Media:
    """Keep a file or a picture with the call, for everybody in it. Raises `Misfit`; nothing is kept then."""
    if kind not in SHARED:
        raise Misfit({"file": "This cannot be shared."})
    try:
        file = taken(upload, most=MEGABYTES * 2**20)
    except Untaken as problem:
        raise Misfit({"file": str(problem)}) from None
    if kind is not MediaKind.FILE and not file.type.picture:
        raise Misfit({"file": "A snapshot is a picture."})
    working = matters.working(acting, SHARE, Call.objects.all(), call.pk, whose=organiser_of(acting, call))
    with working as (deed, current):
        if current.media.count() >= MOST_MEDIA:
            raise Misfit({"file": f"A call keeps {MOST_MEDIA} files at most."})
        media = Media(
            call=current,
            participant=own_part(acting, current),
            kind=kind,
            name=file.name,
            type=file.type.name,
            size=file.size,
            made_at=deed.at,
            kept_at=deed.at,
        )
        vault.keep(media.pk, file.content)
        media.save(force_insert=True)
        deed.record(
            MediaShared(call=current.title, media=str(media.pk), what=_what(media), size=media.size),
            about=current,
        )
    return media


def fetch(acting: Acting, call: Call, number: uuid.UUID) -> tuple[Media, Path]:
    """Something shared in the call one is in, and where it lies; that it was looked at is recorded. Raises
    `Media.DoesNotExist`, also for what is not complete or was deleted."""
    with acting.doing(FETCH, about=call, whose=organiser_of(acting, call)) as deed:
        media = call.media.whole().get(pk=number)
        deed.record(MediaFetched(call=call.title, media=str(media.pk), what=_what(media)), about=call)
    return media, vault.file_of(media.pk)


def download(acting: Acting, media: Media) -> Path:
    """Where something of the log lies; the caller has found it among the calls that the actor may see."""
    with acting.doing(DOWNLOAD_MEDIA) as deed:
        found = Media.objects.whole().select_related("call").get(pk=media.pk)
        told = MediaDownloaded(call=found.call.title, media=str(found.pk), what=_what(found))
        deed.record(told, about=found.call)
    return vault.file_of(found.pk)


def delete_media(acting: Acting, media: Media) -> None:
    """Remove the content; who did so, when, and what it was called stays (spec A34). Raises
    `Media.DoesNotExist` for what is gone already or is being recorded."""
    with matters.working(acting, DELETE_MEDIA, Media.objects.whole(), media.pk) as (deed, current):
        current.deleted_at, current.deleted_by_id = deed.at, acting.actor.id
        current.save(update_fields=["deleted_at", "deleted_by"])
        vault.remove_after_commit([current.pk])
        told = MediaDeleted(call=current.call.title, media=str(current.pk), what=_what(current))
        deed.record(told, about=current.call)


def _what(media: Media) -> str:
    return str(MediaKind(media.kind).label).lower()
