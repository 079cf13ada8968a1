"""Every write about processes: `from alongside.workflow import actions as workflow`."""

from alongside.workflow.actions.arranging import ARRANGE, arrange_tasks
from alongside.workflow.actions.caring import RUN, fire_due, tell, try_again_due
from alongside.workflow.actions.deploying import DEPLOY, NotAgreed, NotRunnable, Plan, deploy, look_at
from alongside.workflow.actions.doing import claim, claim_next, complete, complete_plain, release
from alongside.workflow.actions.following import fill_in
from alongside.workflow.actions.migrating import MIGRATE, migrate
from alongside.workflow.actions.moving import NotNow
from alongside.workflow.actions.overseeing import OVERSEE, cancel, reassign, resume, retry, suspend
from alongside.workflow.actions.searching import SEARCH, search
from alongside.workflow.actions.seeing import SEE, see
from alongside.workflow.actions.starting import START_LATE, start, start_late

__all__ = [
    "ARRANGE",
    "DEPLOY",
    "MIGRATE",
    "OVERSEE",
    "RUN",
    "SEARCH",
    "SEE",
    "START_LATE",
    "NotAgreed",
    "NotNow",
    "NotRunnable",
    "Plan",
    "arrange_tasks",
    "cancel",
    "claim",
    "claim_next",
    "complete",
    "complete_plain",
    "deploy",
    "fill_in",
    "fire_due",
    "look_at",
    "migrate",
    "reassign",
    "release",
    "resume",
    "retry",
    "search",
    "see",
    "start",
    "start_late",
    "suspend",
    "tell",
    "try_again_due",
]
