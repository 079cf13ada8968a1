"""What is told of a case: what happened, and to its owner what happens next and by when."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from alongside.cases.models import Asked, Case, Note, Phase
from alongside.history.actions import name_of
from alongside.history.models import Entry, EntryQuerySet
from alongside.history.telling import tell
from alongside.lib.compiled import compiled

RECENT = 100  # entries of the timeline


@dataclass(frozen=True)
class Told:
    """A line of the timeline, with the text of a note."""

    at: datetime
    sentence: str
    note: str = ""


def timeline(case: Case, *, private: bool) -> list[Told]:
    """What happened to the case, the latest first, with what was said in it. What was only looked at is for
    auditors."""
    entries = (_entries if private else _public_entries)(name_of(case))
    notes = {str(note.pk): note for note in _notes(case, private=private)}
    asked = {str(one.pk): one for one in _asked_of(case.pk)}
    lines = [_told(entry, notes, asked) for entry in entries]
    lines += [
        Told(note.written_at, f"{note.actor.name} sent a note, who cannot open the case", note.text)
        for note in notes.values()
        if note.unseen
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def news(case: Case, after: int, *, private: bool) -> list[Entry]:
    """What happened to the case since an entry of that number, the oldest first, as the timeline has it."""
    entries = _of(name_of(case)).filter(number__gt=after)
    found: list[Entry] = list((entries if private else entries.public())[:RECENT])
    return found[::-1]


def unanswered(case: Case) -> Asked | None:
    """What the owner is asked now."""
    return case.asked.filter(answer__isnull=True, withdrawn_at__isnull=True).first()


def next_step(case: Case, asked: Asked | None) -> str:
    """What happens next, in a sentence for the owner. By when is `target_at`, where there is one."""
    if not case.is_open:
        return "This is closed, and nothing more happens."
    if asked is not None:
        return "We asked for something and wait for the answer. With it, we go on."
    if case.breached_at is not None:
        return "This takes longer than it should. It was passed to whoever can speed it up."
    if case.status.phase == Phase.NEW:
        return "Somebody looks at it and takes it on."
    return "It is being worked on."


def _notes(case: Case, *, private: bool) -> list[Note]:
    return (_all_notes if private else _public_notes)(case.pk)


@compiled
def _entries(about: str) -> models.QuerySet[Entry]:
    return _of(about)[:RECENT]


@compiled
def _public_entries(about: str) -> models.QuerySet[Entry]:
    return _of(about).public()[:RECENT]


def _of(about: str) -> EntryQuerySet:
    found: EntryQuerySet = Entry.objects.about(about).exclude(kind="cases.viewed").newest_first()
    return found


@compiled
def _all_notes(case: uuid.UUID) -> models.QuerySet[Note]:
    return Note.objects.filter(case=case).with_people().order_by("-written_at")[:RECENT]


@compiled
def _public_notes(case: uuid.UUID) -> models.QuerySet[Note]:
    return Note.objects.filter(case=case).public().with_people().order_by("-written_at")[:RECENT]


@compiled
def _asked_of(case: uuid.UUID) -> models.QuerySet[Asked]:
    return Asked.objects.filter(case=case).select_related("answer")


def _told(entry: Entry, notes: dict[str, Note], asked: dict[str, Asked]) -> Told:
    contents = entry.open()
    data: dict[str, Any] = contents.data if contents else {}
    text = str(data.get("reason", "")) if entry.kind == "cases.target_extended" else ""
    if note := notes.get(str(data.get("note"))):
        text = note.text
    if one := asked.get(str(data.get("asked"))):
        text = one.answer.text if entry.kind == "cases.owner_answered" and one.answer else one.text
    return Told(entry.at, tell(entry, contents), text)
