"""What the house looks after by itself, every so often."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from alongside.assisting import actions as assisting
from alongside.assisting.models import Assistance
from alongside.jobs.works import Sign, sweep
from alongside.lib import clock

AT_ONCE = 50


@sweep("people.forgotten_assistances", every=timedelta(minutes=1))
def end_forgotten_assistances(sign: Sign) -> None:
    """End sittings that nobody looked at since they should have ended (security.md T-10), so that the
    person's record does not say they are still being helped."""
    at = clock.now()
    forgotten = Q(used_at__lte=at - settings.ASSIST_IDLE) | Q(started_at__lte=at - settings.ASSIST_ABSOLUTE)
    for assistance in Assistance.objects.open().filter(forgotten).with_people()[:AT_ONCE]:
        why = assistance.overdue(at)
        if why is not None:
            assisting.end(sign(), assistance, why)
