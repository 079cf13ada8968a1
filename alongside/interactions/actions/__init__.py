"""Everything done to contacts: `from alongside.interactions import actions as interactions`."""

from alongside.interactions.actions.recording import (
    CLOSE,
    PAUSE,
    RECORD,
    RESUME,
    Unfit,
    begin,
    close,
    follow,
    pause,
    resume,
)
from alongside.interactions.actions.tidying import CLOSE_OLD, DAYS_TO_RETAIN, Old, close_old, old

__all__ = [
    "CLOSE",
    "CLOSE_OLD",
    "DAYS_TO_RETAIN",
    "PAUSE",
    "RECORD",
    "RESUME",
    "Old",
    "Unfit",
    "begin",
    "close",
    "close_old",
    "follow",
    "old",
    "pause",
    "resume",
]
