"""Recording a call: with everybody's consent, in pieces that arrive every second and are kept as they do, so
that a browser that ends loses a second and no more (spec A30)."""

from __future__ import annotations

import os
import uuid

from django.db import transaction
from django.utils import timezone

from alongside.assisting import matters
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.calls import recording as rules
from alongside.calls.actions.joining import organiser_of, own_part
from alongside.calls.actions.stopping import stop_recordings
from alongside.calls.models import Call, Consent, Media, MediaKind, Presence, Recording
from alongside.calls.recording import State
from alongside.forms import vault
from alongside.history.events import Event

RECORD = Power("calls.record", Kind.DUTY)
CONSENT = Power("calls.consent", Kind.DUTY)


class RecordingAsked(
    Event,
    kind="calls.recording_asked",
    title="Recording Asked For",
    sentence="{actor} asked everybody in {call} to agree to a recording",
    private=True,
):
    call: str
    recording: str


class RecordingAgreed(
    Event,
    kind="calls.recording_agreed",
    title="Recording Agreed To",
    sentence="{actor} agreed to being recorded in {call}",
    private=True,
):
    call: str
    recording: str


class RecordingRefused(
    Event,
    kind="calls.recording_refused",
    title="Recording Refused",
    sentence="{actor} did not agree to being recorded in {call}, and the recording ended",
    private=True,
):
    call: str
    recording: str


class RecordingStopped(
    Event,
    kind="calls.recording_stopped",
    title="Recording Stopped",
    sentence="{actor} ended the recording of {call}",
    private=True,
):
    call: str
    recording: str
    size: int


class OutOfStep(Exception):
    """A piece does not follow on what is kept; `size` is how much that is."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class NotTaken(Exception):
    """The piece is none of a recording, too large, or nobody agreed to it."""


def ask_to_record(acting: Acting, call: Call) -> Recording:
    """Ask everybody in the call; whoever asks agrees by it. One that is going on already is returned."""
    with matters.working(acting, RECORD, Call.objects.all(), call.pk) as (deed, current):
        part = own_part(acting, current)
        made = current.recordings.filter(stopped_at=None).first()
        if made is None:
            media: Media = Media.objects.create(
                call=current,
                participant=part,
                kind=MediaKind.RECORDING,
                name=f"Recording {timezone.localtime(deed.at):%Y-%m-%d %H.%M.%S}",
                made_at=deed.at,
            )
            made = Recording.objects.create(call=current, media=media, asked_at=deed.at)
            Consent.objects.create(recording=made, participant=part, agreed=True, said_at=deed.at)
        deed.record(RecordingAsked(call=current.title, recording=str(made.pk)), about=current)
        return made


def answer_recording(acting: Acting, call: Call, number: uuid.UUID, *, agreed: bool) -> Recording:
    """Agree to being recorded, or not, or not any more; a no ends it. Raises `Recording.DoesNotExist`."""
    with matters.working(acting, CONSENT, Call.objects.all(), call.pk, whose=organiser_of(acting, call)) as (
        deed,
        current,
    ):
        going = current.recordings.get(pk=number, stopped_at=None)
        Consent.objects.update_or_create(
            recording=going,
            participant=own_part(acting, current),
            defaults={"agreed": agreed, "said_at": deed.at},
        )
        if not agreed:
            stop_recordings(current, deed.at)
        told = RecordingAgreed if agreed else RecordingRefused
        deed.record(told(call=current.title, recording=str(going.pk)), about=current)
        return going


def stop_recording(acting: Acting, call: Call, number: uuid.UUID) -> None:
    """End it; what was taken is kept. Raises `Recording.DoesNotExist`."""
    with matters.working(acting, RECORD, Call.objects.all(), call.pk) as (deed, current):
        going = current.recordings.select_related("media").get(pk=number, stopped_at=None)
        stop_recordings(current, deed.at)
        told = RecordingStopped(call=current.title, recording=str(going.pk), size=going.media.size)
        deed.record(told, about=current)


def take_piece(acting: Acting, call: Call, number: uuid.UUID, at: int, content: bytes) -> int:
    """Keep the next piece; how much there is now, in bytes. Part of the recording that was asked for, no deed
    of its own. Raises `Recording.DoesNotExist` for one that is not the actor's or has ended, `OutOfStep`,
    and `NotTaken`.

    What counts is the size in the row: what a process that ended wrote behind it is written over.
    """
    with transaction.atomic():
        going = (
            Recording.objects.select_for_update(of=("self",))
            .select_related("media", "call")
            .get(pk=number, call=call, stopped_at=None, media__participant__person=acting.actor.id)
        )
        media = going.media
        if media.participant.state != Presence.IN or not acting.may(RECORD, about=call):
            raise Recording.DoesNotExist
        if at != media.size:
            raise OutOfStep(media.size)
        # Whoever has just come is asked while the last piece without them is on its way.
        if media.size == 0 and going.state is not State.RUNNING:
            raise NotTaken("somebody has not agreed")
        if not content or len(content) > rules.PIECE or at + len(content) > rules.MOST:
            raise NotTaken("too large, or empty")
        if media.size == 0:
            media.type = rules.kind_of(content)
            if not media.type:
                raise NotTaken("no recording")
            media.name = f"{media.name}.{media.type}"
        _write(media.pk, at, content)
        media.size = at + len(content)
        media.save(update_fields=["size", "type", "name"])
        return media.size


def _write(number: uuid.UUID, at: int, content: bytes) -> None:
    with os.fdopen(os.open(vault.file_of(number), os.O_CREAT | os.O_RDWR, 0o600), "r+b") as file:
        file.seek(at)
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
