"""What the house looks after by itself: times of processes, and handlers to be tried again."""

from __future__ import annotations

from datetime import timedelta

from alongside.jobs.works import Sign, sweep
from alongside.workflow import actions as workflow
from alongside.workflow.actions import noticing


@sweep("workflow.times", every=timedelta(seconds=5))
def look_after_processes(sign: Sign) -> None:
    workflow.fire_due(sign)
    workflow.try_again_due(sign)


@sweep("workflow.telling", every=timedelta(seconds=30))
def tell_of_waiting(sign: Sign) -> None:
    noticing.tell_of_waiting(sign)
