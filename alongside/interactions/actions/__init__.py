"""Everything done to contacts: `from alongside.interactions import actions as interactions`."""

from alongside.interactions.actions.calling_back import CALL_BACK, CALLED_BACK, called_back, promise
from alongside.interactions.actions.finishing import CLOSE, DESCRIBE, Misdescribed, close, describe
from alongside.interactions.actions.handing import (
    ACCEPT,
    DECLINE,
    HAND_OVER,
    AnsweredAlready,
    NotForThem,
    accept,
    decline,
    hand_over,
)
from alongside.interactions.actions.importing import TAKE_OVER, not_there, take_over
from alongside.interactions.actions.own import RECORD, Unfit
from alongside.interactions.actions.recording import PAUSE, RESUME, begin, follow, pause, resume
from alongside.interactions.actions.recounting import RECOUNT, recount, recounted
from alongside.interactions.actions.tidying import CLOSE_OLD, DAYS_TO_RETAIN, Old, close_old, old

__all__ = [
    "ACCEPT",
    "CALLED_BACK",
    "CALL_BACK",
    "CLOSE",
    "CLOSE_OLD",
    "DAYS_TO_RETAIN",
    "DECLINE",
    "DESCRIBE",
    "HAND_OVER",
    "PAUSE",
    "RECORD",
    "RECOUNT",
    "RESUME",
    "TAKE_OVER",
    "AnsweredAlready",
    "Misdescribed",
    "NotForThem",
    "Old",
    "Unfit",
    "accept",
    "begin",
    "called_back",
    "close",
    "close_old",
    "decline",
    "describe",
    "follow",
    "hand_over",
    "not_there",
    "old",
    "pause",
    "promise",
    "recount",
    "recounted",
    "resume",
    "take_over",
]
