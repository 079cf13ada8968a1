"""Entries in the two shapes that GOSS writes, for systems that read those.

GOSS uses `userId` for opposite people: in a history event it is the person helped, in the audit log the
agent (spec 4.1). Everything here is made from the entry's actor and person, so no other code need know.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from alongside.history import events
from alongside.history.canonical import Plain
from alongside.history.models import Entry
from alongside.history.telling import tell

# The three things that GOSS audits (spec G41, G45).
AUDITED = {
    "assisting.started": ("Start assist", "Started assisting user"),
    "assisting.stopped": ("Stop assist", "Stopped assisting user"),
    "people.details_viewed": ("View details", "Viewing details for user"),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMESPACE = uuid.UUID("6ee9bbd4-9d5c-4f0c-8f0b-3c6a7c1a5f5e")


class NotAudited(LookupError):
    """The audit log holds only the start and end of assistances and views of details."""


def history_event(entry: Entry) -> dict[str, Plain]:
    """An event of a person's history (spec G32, G33): `userId` is whom it is recorded against,
    `proxyUserId` the agent who helped, empty without assistance. Ids of the erased are empty."""
    event, contents = events.named(entry.kind), entry.open()
    sentence = tell(entry, contents)
    helped = entry.assistance_id is not None
    return {
        "private": entry.private,
        "historyDescription": sentence,
        "description": sentence,
        "proxyUserId": contents.actor.id if contents and helped else None,
        "formData": event.goss_form_data(entry) if event and contents else None,
        "event": event.title if event else entry.kind,
        "userRole": None,
        "userId": contents.person.id if contents else None,
    }


def audit_record(entry: Entry, *, article: str | None = None, subsite: str = "") -> dict[str, Plain]:
    """A record of the audit log (spec G41–G45): `userId` is the agent, `customerUserId` the person helped
    or viewed. `article` and `subsite` say on which page of which site. Raises `NotAudited`."""
    if entry.kind not in AUDITED:
        raise NotAudited(entry.kind)
    (event, begins), contents = AUDITED[entry.kind], entry.open()
    at = milliseconds(entry.at)
    return {
        "id": str(uuid.uuid5(_NAMESPACE, bytes(entry.leaf_hash).hex())),
        "labela": "Template log",
        "labelb": bytes(entry.leaf_hash).hex()[:32],
        "labelc": None,
        "labeld": None,
        "labele": None,
        "created": at,
        "lastupdated": at,
        "sealed": True,
        "subject": {
            "private": False,
            "templateName": "assistedservice",
            "articleID": article,
            "description": f"{begins} {contents.person.name if contents else '(erased)'}",
            "customerUserId": contents.person.id if contents else None,
            "subsiteName": subsite,
            "event": event,
            "userId": contents.actor.id if contents else None,
        },
    }


def milliseconds(at: datetime) -> int:
    """Since 1970, as JavaScript counts."""
    return (at - _EPOCH) // timedelta(milliseconds=1)
