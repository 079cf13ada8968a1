"""What the house looks after by itself, every so often."""

from __future__ import annotations

from datetime import timedelta

from alongside.cases import actions as cases
from alongside.jobs.works import Sign, sweep


@sweep("cases.targets", every=timedelta(minutes=1))
def keep_targets(sign: Sign) -> None:
    """Remind of targets that are near, and escalate what is too late."""
    cases.keep_targets(sign)


@sweep("cases.letters", every=timedelta(seconds=10))
def write_letters(sign: Sign) -> None:
    """Write to owners and to those who work on their cases."""
    cases.write_and_send(sign)
