"""Everything done to jobs: `from alongside.jobs import actions as jobs`."""

from alongside.jobs.actions.asking import ask, resume, stop
from alongside.jobs.actions.forgetting import ended_before, forget
from alongside.jobs.actions.running import carry_on, give_back, run_here, take
from alongside.jobs.works import Failed, Step, work

__all__ = [
    "Failed",
    "Step",
    "ask",
    "carry_on",
    "ended_before",
    "forget",
    "give_back",
    "resume",
    "run_here",
    "stop",
    "take",
    "work",
]
