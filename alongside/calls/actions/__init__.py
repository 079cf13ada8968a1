"""Every write about calls: `from alongside.calls import actions as calls`."""

from alongside.calls.actions.dropping import end_forgotten, note_back, note_dropped, wait_again
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
from alongside.calls.actions.phonebook import (
    add_contact,
    call_contacts,
    change_contact,
    note_near,
    remove_contact,
)
from alongside.calls.actions.recording import (
    NotTaken,
    OutOfStep,
    answer_recording,
    ask_to_record,
    stop_recording,
    take_piece,
)
from alongside.calls.actions.reporting import (
    Written,
    delete_report,
    edit_report,
    note_taken_out,
    say_subject,
    sign_report,
    write_report,
)
from alongside.calls.actions.saying import say
from alongside.calls.actions.sharing import delete_media, download, fetch, share

__all__ = [
    "LinkRefused",
    "NotTaken",
    "OutOfStep",
    "Written",
    "add_contact",
    "admit",
    "answer_recording",
    "ask",
    "ask_to_record",
    "call_contacts",
    "cancel",
    "change_contact",
    "create_conference",
    "delete_media",
    "delete_report",
    "download",
    "edit_report",
    "end",
    "end_forgotten",
    "fetch",
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
    "note_near",
    "note_taken_out",
    "remove",
    "remove_contact",
    "request_service",
    "revoke",
    "say",
    "say_subject",
    "share",
    "sign_report",
    "stop_recording",
    "take_piece",
    "wait_again",
    "write_report",
]
