"""Who acted for me: each sitting with what was done in it, and who looked (spec 4.11; security.md T-14)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import cast

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.rules import Mode
from alongside.history.models import Entry, EntryQuerySet
from alongside.history.telling import tell
from alongside.interactions.queries import channels_of
from alongside.lib import clock
from alongside.people.models import Person

STARTED, STOPPED = "assisting.started", "assisting.stopped"


@dataclass(frozen=True)
class Told:
    """A line of a timeline."""

    at: datetime
    sentence: str
    note: str = ""


@dataclass
class Sitting:
    """One time that somebody helped: who, when, on which channel, and what they did."""

    helper: str
    began: datetime
    ended: datetime | None = None
    going_on: bool = False
    channel: str = ""
    deeds: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Helped:
    sittings: list[Sitting]
    others: list[Told]  # outside every sitting: who looked, and what was corrected


def by_others(acting: Acting) -> EntryQuerySet:
    """What others did for the person the page is for, or looked at of them, the latest first. Of what
    was done for the anonymous user each sitting sees its own (spec 4.5)."""
    refs = cast("Person", acting.person).refs()
    entries: EntryQuerySet = Entry.objects.of_people(refs).public().exclude(actor_ref__in=refs)
    if acting.mode is Mode.ANON and acting.assistance is not None:
        entries = entries.in_assistance(acting.assistance.pk)
    return entries.newest_first()


def helped(entries: Iterable[Entry]) -> Helped:
    """These entries, the latest first, by sitting; each sitting's from the first to the last."""
    by_assistance: dict[uuid.UUID, list[Entry]] = defaultdict(list)
    others = []
    for entry in entries:
        if entry.assistance_id is None:
            others.append(Told(entry.at, tell(entry)))
        else:
            by_assistance[entry.assistance_id].insert(0, entry)
    channels = channels_of(by_assistance)
    running = _running(by_assistance)
    return Helped(
        [
            _sitting(belonging, channels.get(assistance, ""), going_on=assistance in running)
            for assistance, belonging in by_assistance.items()
        ],
        others,
    )


def _running(assistances: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those that are going on; one that should have ended by now is not."""
    at = clock.now()
    found = Assistance.objects.open().filter(pk__in=list(assistances))
    return {assistance.pk for assistance in found if assistance.overdue(at) is None}


def _sitting(entries: list[Entry], channel: str, *, going_on: bool) -> Sitting:
    opened = entries[0].open()
    helper = opened.actor.name if opened else "Erased"
    sitting = Sitting(helper, entries[0].at, channel=channel, going_on=going_on)
    deeds = [Told(entry.at, tell(entry)) for entry in entries if entry.kind not in (STARTED, STOPPED)]
    sitting.deeds = [_together(list(same)) for _, same in groupby(deeds, key=lambda told: told.sentence)]
    sitting.ended = next((entry.at for entry in entries if entry.kind == STOPPED), None)
    return sitting


def _together(same: list[Told]) -> Told:
    """What was done several times in a row, such as saving page after page, is told once."""
    last = same[-1]
    return last if len(same) == 1 else Told(last.at, last.sentence, f"{len(same)} times")
