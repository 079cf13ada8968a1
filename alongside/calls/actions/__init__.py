"""Every write about calls: `from alongside.calls import actions as calls`."""

from alongside.calls.actions.dropping import end_forgotten, note_back, note_dropped
from alongside.calls.actions.exporting import note_export
from alongside.calls.actions.joining import (
    LinkRefused,
    admit,
    end,
    guest_of,
    join,
    join_by_link,
    leave,
    look_at_link,
    remove,
)
from alongside.calls.actions.making import (
    ask,
    cancel,
    create_conference,
    invite,
    invite_to_request,
    request_service,
    revoke,
)
from alongside.calls.actions.saying import say

__all__ = [
    "LinkRefused",
    "admit",
    "ask",
    "cancel",
    "create_conference",
    "end",
    "end_forgotten",
    "guest_of",
    "invite",
    "invite_to_request",
    "join",
    "join_by_link",
    "leave",
    "look_at_link",
    "note_back",
    "note_dropped",
    "note_export",
    "remove",
    "request_service",
    "revoke",
    "say",
]
