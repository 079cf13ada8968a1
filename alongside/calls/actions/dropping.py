"""Connections that are lost: a short gap is not leaving, a long one is."""

from __future__ import annotations

from collections.abc import Callable

from alongside.assisting.acting import Acting, Refused
from alongside.calls.actions.joining import GRACE, leave
from alongside.calls.models import Participant, Presence
from alongside.lib import clock


def note_dropped(participant: Participant) -> None:
    """Somebody's connection is gone. Bookkeeping of the socket, no deed of anybody."""
    present = Participant.objects.filter(pk=participant.pk, state__in=(Presence.IN, Presence.WAITING))
    present.update(dropped_at=clock.now())


def note_back(participant: Participant) -> None:
    """Somebody's connection is there again."""
    Participant.objects.filter(pk=participant.pk).update(dropped_at=None)


def wait_again() -> None:
    """The house itself was away: whom the open tenant expects back is given the whole grace from now on."""
    Participant.objects.filter(dropped_at__isnull=False).update(dropped_at=clock.now())


def end_forgotten(as_participant: Callable[[Participant], Acting], *, most: int = 100) -> int:
    """Let those leave whose connection has been gone for longer than the grace; how many there were."""
    gone = Participant.objects.filter(
        state__in=(Presence.IN, Presence.WAITING), dropped_at__lte=clock.now() - GRACE
    )
    left = 0
    for participant in gone.select_related("call__organiser", "person")[:most]:
        try:
            leave(as_participant(participant), participant.call)
            left += 1
        except (Refused, Participant.DoesNotExist):  # they left, or the call ended, meanwhile
            continue
    return left
