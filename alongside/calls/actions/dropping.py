"""Connections that are lost: a short gap is not leaving, a long one is.

Whoever was lost left when they were last known to be there (`seen_at`), not when it was noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta

from django.db.models import Q

from alongside.assisting.acting import Acting, Refused
from alongside.calls.actions.joining import GRACE, leave
from alongside.calls.models import Participant, Presence
from alongside.lib import clock

# Open sockets are noted as seen every quarter of a minute; eight times missed, and whoever noted is gone too.
UNSEEN = timedelta(minutes=2)
_PRESENT = (Presence.IN, Presence.WAITING)


def note_dropped(participant: Participant) -> None:
    """Somebody's connection is gone. Bookkeeping of the socket, no deed of anybody."""
    now = clock.now()
    present = Participant.objects.filter(pk=participant.pk, state__in=_PRESENT)
    present.update(dropped_at=now, seen_at=now)


def note_back(participant: Participant) -> None:
    """Somebody's connection is there again."""
    Participant.objects.filter(pk=participant.pk).update(dropped_at=None, seen_at=clock.now())


def note_seen(participants: Collection[str]) -> None:
    """The connections of these in the open tenant are there still."""
    Participant.objects.filter(pk__in=participants, state__in=_PRESENT).update(seen_at=clock.now())


def wait_again() -> None:
    """The house itself was away, perhaps without a word of parting: whoever had a connection and is expected
    back in the open tenant is given the whole grace from now on."""
    expected = Participant.objects.filter(state__in=_PRESENT, seen_at__isnull=False)
    expected.update(dropped_at=clock.now())


def end_forgotten(as_participant: Callable[[Participant], Acting], *, most: int = 100) -> int:
    """Let those leave whose connection has been gone for longer than the grace; how many there were."""
    now = clock.now()
    lost = Q(dropped_at__lte=now - GRACE) | Q(dropped_at=None, seen_at__lte=now - UNSEEN)
    gone = Participant.objects.filter(lost, state__in=_PRESENT).order_by("seen_at", "pk")
    left = 0
    for participant in gone.select_related("call__organiser", "person")[:most]:
        try:
            leave(as_participant(participant), participant.call, since=participant.seen_at)
            left += 1
        except (Refused, Participant.DoesNotExist):  # they left, or the call ended, meanwhile
            continue
    return left
