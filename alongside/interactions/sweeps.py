"""What is looked after every so often."""

from __future__ import annotations

from datetime import timedelta

from alongside.interactions import contact_files
from alongside.interactions.actions.calls import forget_calls
from alongside.jobs.works import Sign, sweep
from alongside.lib import clock
from alongside.people.actions.retaining import retention


@sweep("interactions.forgotten_calls", every=timedelta(minutes=10))
def forget_old_calls(sign: Sign) -> None:
    forget_calls(clock.now())


@sweep("interactions.forgotten_contact_files", every=timedelta(hours=6))
def remove_old_contact_files(sign: Sign) -> None:
    """As long as files of people are kept."""
    contact_files.remove_older(retention().imports)
