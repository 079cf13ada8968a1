"""Everything that calls keep: `from alongside.calls.models import Call`."""

from alongside.assisting import powers
from alongside.calls import permissions
from alongside.calls.models.calls import (
    Call,
    CallKind,
    CallQuerySet,
    Delivery,
    EndReason,
    Invitation,
    Participant,
    Presence,
    ServiceRequest,
    hashed,
)
from alongside.calls.models.contacts import NEAR, Nearby, PhonebookEntry
from alongside.calls.models.media import Consent, Media, MediaKind, Recording
from alongside.calls.models.reports import CallSubject, Report, ReportPicture
from alongside.calls.models.said import LONGEST_MESSAGE, Message

# All nineteen can be held, also where no power asks for one by itself.
powers.refine(*permissions.CODES)

__all__ = [
    "LONGEST_MESSAGE",
    "NEAR",
    "Call",
    "CallKind",
    "CallQuerySet",
    "CallSubject",
    "Consent",
    "Delivery",
    "EndReason",
    "Invitation",
    "Media",
    "MediaKind",
    "Message",
    "Nearby",
    "Participant",
    "PhonebookEntry",
    "Presence",
    "Recording",
    "Report",
    "ReportPicture",
    "ServiceRequest",
    "hashed",
]
