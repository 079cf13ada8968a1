"""What is looked after every so often."""

from __future__ import annotations

from datetime import timedelta

from alongside.interactions.actions.calls import forget_calls
from alongside.jobs.works import Sign, sweep
from alongside.lib import clock


@sweep("interactions.forgotten_calls", every=timedelta(minutes=10))
def forget_old_calls(sign: Sign) -> None:
    forget_calls(clock.now())
