"""Recordings that end with the call, with whoever takes them, or by a no."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from alongside.calls.models import Call, Media, Participant, Recording


def stop_recordings(call: Call, at: datetime, *, of: Participant | None = None) -> None:
    """Within a deed: what was taken until now is kept, complete as it is; what has no content goes."""
    going: QuerySet[Recording] = Recording.objects.filter(call=call, stopped_at=None)
    if of is not None:
        going = going.filter(media__participant=of)
    taken = list(going.values_list("media", flat=True))
    going.update(stopped_at=at)
    Media.objects.filter(pk__in=taken, size__gt=0).update(kept_at=at)
    Media.objects.filter(pk__in=taken, size=0).update(deleted_at=at)
