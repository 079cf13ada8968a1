"""Notes: on the case's page, in private, and by reference alone (spec C23, C36, 4.3)."""

from __future__ import annotations

from datetime import timedelta

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import references
from alongside.cases.actions.working import working
from alongside.cases.models import LONGEST_NOTE, Case, Note
from alongside.history.events import Event
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.checking import Misfit

NOTE = Power("cases.note", Kind.MATTER)
NOTE_PRIVATELY = Power("cases.note_privately", Kind.MATTER)
NOTE_UNSEEN = Power("cases.note_unseen", Kind.OPEN)

MOST_UNSEEN, UNSEEN_WITHIN = 10, timedelta(minutes=1)


class Noted(
    Event,
    kind="cases.noted",
    title="Note Added",
    sentence="{actor} added a note to the case {reference} for {person}",
    sentence_self="{actor} added a note to the case {reference}",
):
    reference: str
    note: str


class NotedPrivately(
    Event,
    kind="cases.noted_privately",
    title="Private Note Added",
    sentence="{actor} added a private note to the case {reference}, for {person}",
    sentence_self="{actor} added a private note to the case {reference}",
    private=True,
):
    reference: str
    note: str


class NotedUnseen(
    Event,
    kind="cases.noted_unseen",
    title="Note Sent",
    sentence="{actor} sent a note for {person} to a case that they cannot open",
    sentence_self="{actor} sent a note to a case that they cannot open",
):
    """The same whether or not there is such a case: `note` is empty when there is none."""

    note: str


class TooMany(Exception):
    """More notes by reference in a minute than anybody writes."""


def note(acting: Acting, case: Case, text: str) -> Note:
    """Add a note that the owner sees. Raises `Misfit`."""
    text = checked_note(text)
    with working(acting, NOTE, case) as (deed, current):
        return _written(deed, current, text, public=True)


def note_privately(acting: Acting, case: Case, text: str) -> Note:
    """Add a note for those who work on the case. Raises `Misfit`."""
    text = checked_note(text)
    with working(acting, NOTE_PRIVATELY, case) as (deed, current):
        return _written(deed, current, text, public=False)


def note_unseen(acting: Acting, reference: str, text: str) -> None:
    """Send a note to the case of this reference, whoever may open it (spec 4.3). Nothing that is answered,
    written about the sender or measured says whether there is such a case. The note is for those who work on
    the case. Raises `Misfit` and `TooMany`."""
    text = checked_note(text)
    with acting.doing(NOTE_UNSEEN) as deed:
        _demand_room(acting)
        case = Case.objects.filter(reference=references.folded(reference)).first()
        written = ""
        if case is not None:
            made = _new(deed, case, text, public=False)
            made.unseen = True
            made.save(force_insert=True)
            written = str(made.pk)
        deed.record(NotedUnseen(note=written))


def _demand_room(acting: Acting) -> None:
    """Tries count whether they met a case or not; the history has them all, whichever process took them."""
    since = clock.now() - UNSEEN_WITHIN
    newest = Entry.objects.by(acting.actor.ref).newest_first().values_list("kind", "at")
    # Nobody does a hundred other things in the same minute.
    tries = [at for kind, at in newest[:100] if kind == NotedUnseen.kind and at > since]
    if len(tries) >= MOST_UNSEEN:
        raise TooMany


def checked_note(text: str) -> str:
    """The text as it is kept; raises `Misfit`."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Misfit({"text": "Write something first."})
    if len(text) > LONGEST_NOTE:
        raise Misfit({"text": f"Use at most {LONGEST_NOTE} characters."})
    if "\x00" in text:
        raise Misfit({"text": "This holds characters that cannot be kept."})
    return text


def _new(deed: Deed, case: Case, text: str, *, public: bool) -> Note:
    return Note(
        case=case,
        actor_id=deed.acting.actor.id,
        person_id=deed.acting.person_id,
        text=text,
        public=public,
        written_at=deed.at,
    )


def _written(deed: Deed, case: Case, text: str, *, public: bool) -> Note:
    made = _new(deed, case, text, public=public)
    made.save(force_insert=True)
    event = Noted if public else NotedPrivately
    deed.record(event(reference=case.reference, note=str(made.pk)), about=case)
    return made
