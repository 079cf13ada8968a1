"""What may be done with articles: each a deed with its event."""

from alongside.knowledge.actions.branches import (
    ARRANGE,
    BranchInUse,
    Exposed,
    add_branch,
    change_branch,
    remove_branch,
)
from alongside.knowledge.actions.publishing import (
    PUBLISH,
    bring_back,
    publish,
    restore,
    retire,
    schedule_review,
)
from alongside.knowledge.actions.readers import RATE, SUBSCRIBE, rate, subscribe, unsubscribe
from alongside.knowledge.actions.reading import READ, read

__all__ = [
    "ARRANGE",
    "PUBLISH",
    "RATE",
    "READ",
    "SUBSCRIBE",
    "BranchInUse",
    "Exposed",
    "add_branch",
    "bring_back",
    "change_branch",
    "publish",
    "rate",
    "read",
    "remove_branch",
    "restore",
    "retire",
    "schedule_review",
    "subscribe",
    "unsubscribe",
]
