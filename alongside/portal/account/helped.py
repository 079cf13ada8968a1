"""Who acted for me: each sitting with what was done in it, and who looked (spec 4.11; security.md T-14)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.history.telling import tell
from alongside.interactions.queries import channels_of

PAGE = 100  # entries

STARTED, STOPPED = "assisting.started", "assisting.stopped"


@dataclass(frozen=True)
class Told:
    """A line of a timeline."""

    at: datetime
    sentence: str


@dataclass
class Sitting:
    """One time that somebody helped: who, when, on which channel, and what they did."""

    helper: str
    began: datetime
    ended: datetime | None = None
    channel: str = ""
    deeds: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Helped:
    sittings: list[Sitting]
    others: list[Told]  # outside every sitting: who looked, and what was corrected
    older: int | None  # the number of the entry before which there is more


def helped(acting: Acting, before: int | None = None) -> Helped:
    """What others did for the person the page is for, the newest first, a page at a time."""
    entries = (
        Entry.objects.of_person(acting.person.ref)
        .public()
        .exclude(actor_ref=acting.person.ref)
        .newest_first()
    )
    if before is not None:
        entries = entries.filter(number__lt=before)
    found = list(entries[: PAGE + 1])
    shown = found[:PAGE]
    older = shown[-1].number if len(found) > PAGE else None
    return Helped(_sittings(shown), [_told(entry) for entry in shown if entry.assistance_id is None], older)


def _sittings(entries: Iterable[Entry]) -> list[Sitting]:
    """One for each assistance, in the order of its latest entry; its deeds from the first to the last."""
    by_assistance: dict[uuid.UUID, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.assistance_id is not None:
            by_assistance[entry.assistance_id].append(entry)
    channels = channels_of(by_assistance)
    return [
        _sitting(belonging[::-1], channels.get(assistance, ""))
        for assistance, belonging in by_assistance.items()
    ]


def _sitting(entries: list[Entry], channel: str) -> Sitting:
    """From the entries of one assistance, the oldest first."""
    opened = entries[0].open()
    sitting = Sitting(opened.actor.name if opened else "Erased", entries[0].at, channel=channel)
    for entry in entries:
        if entry.kind == STOPPED:
            sitting.ended = entry.at
        elif entry.kind != STARTED:
            sitting.deeds.append(_told(entry))
    return sitting


def _told(entry: Entry) -> Told:
    return Told(entry.at, tell(entry))
