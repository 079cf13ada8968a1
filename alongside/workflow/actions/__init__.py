"""Every write about processes: `from alongside.workflow import actions as workflow`."""

from alongside.workflow.actions.caring import RUN, fire_due, tell, try_again_due
from alongside.workflow.actions.deploying import DEPLOY, NotAgreed, NotRunnable, Plan, deploy, look_at
from alongside.workflow.actions.doing import claim, claim_next, complete, release
from alongside.workflow.actions.moving import NotNow
from alongside.workflow.actions.overseeing import OVERSEE, cancel, reassign, resume, retry, suspend
from alongside.workflow.actions.starting import start

__all__ = [
    "DEPLOY",
    "OVERSEE",
    "RUN",
    "NotAgreed",
    "NotNow",
    "NotRunnable",
    "Plan",
    "cancel",
    "claim",
    "claim_next",
    "complete",
    "deploy",
    "fire_due",
    "look_at",
    "reassign",
    "release",
    "resume",
    "retry",
    "start",
    "suspend",
    "tell",
    "try_again_due",
]
