"""What the house looks after by itself, every so often."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.models import Participant
from alongside.jobs.works import Sign, sweep


@sweep("calls.forgotten", every=timedelta(seconds=15))
def end_forgotten(sign: Sign) -> None:
    """Let those leave whose connection is gone for good; it is their own leaving that is recorded."""
    calls.end_forgotten(as_themselves)


def as_themselves(participant: Participant) -> Acting:
    return Acting.alone(participant.person or participant.guest)
