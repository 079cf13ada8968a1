"""What the page of one case shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from alongside.assisting.acting import Acting
from alongside.assisting.rules import Verdict
from alongside.assisting.sentences import sentence
from alongside.cases.models import BACKWARDS, Asked, Case, Link, LinkKind, Note
from alongside.console.cases.deeds import DEEDS, Deed
from alongside.console.cases.inputs import DeedInput
from alongside.history.actions import name_of
from alongside.history.models import Entry
from alongside.history.telling import tell

RECENT = 100  # entries of the timeline
# By these the page opens to whoever follows a case, not to those who work on it: what is private stays so.
AS_THE_OWNER = frozenset({"helping-the-owner", "raised-in-this-sitting"})


@dataclass(frozen=True)
class Told:
    """A line of the timeline, with the text of a note."""

    at: datetime
    sentence: str
    note: str = ""


@dataclass(frozen=True)
class Offer:
    """A deed that may be done now."""

    deed: Deed
    form: DeedInput | None


@dataclass(frozen=True)
class Withheld:
    """Deeds that may not be done, and why, in a sentence."""

    why: str
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Tied:
    """A case that this one is linked to; `how` as this one says it."""

    link: Link
    how: str
    other: Case
    opens: bool


def reason(acting: Acting, verdict: Verdict) -> str:
    """Why something is refused, as it is told."""
    return sentence(verdict.rule).replace("{person}", acting.person.name)


def offers(acting: Acting, case: Case, sent: DeedInput | None) -> tuple[list[Offer], list[Withheld]]:
    """What can be done to the case now, and what could be by others; `sent` is a form that did not fit."""
    may: list[Offer] = []
    withheld: dict[str, Withheld] = {}
    for deed in DEEDS:
        if not deed.when(case):
            continue
        if verdict := acting.may(deed.power, about=case):
            mine = sent if sent is not None and type(sent) is deed.form else None
            may.append(Offer(deed, mine or (deed.form(acting=acting, case=case) if deed.form else None)))
        else:
            why = reason(acting, verdict)
            withheld.setdefault(why, Withheld(why)).labels.append(deed.label)
    return may, list(withheld.values())


def timeline(case: Case, *, private: bool) -> list[Told]:
    """What happened to the case, the latest first, with what was said in it. What was only looked at is for
    auditors."""
    entries = Entry.objects.about(name_of(case)).exclude(kind="cases.viewed").newest_first()
    entries = entries if private else entries.public()
    notes = {str(note.pk): note for note in _notes(case, private=private)}
    asked = {str(one.pk): one for one in Asked.objects.filter(case=case).select_related("answer")}
    lines = [_told(entry, notes, asked) for entry in entries[:RECENT]]
    lines += [
        Told(note.written_at, f"{note.actor.name} sent a note, who cannot open the case", note.text)
        for note in notes.values()
        if note.unseen
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _notes(case: Case, *, private: bool) -> list[Note]:
    notes = case.notes.with_people().order_by("-written_at")
    return list((notes if private else notes.public())[:RECENT])


def _told(entry: Entry, notes: dict[str, Note], asked: dict[str, Asked]) -> Told:
    contents = entry.open()
    data: dict[str, Any] = contents.data if contents else {}
    text = str(data.get("reason", "")) if entry.kind == "cases.target_extended" else ""
    if note := notes.get(str(data.get("note"))):
        text = note.text
    if one := asked.get(str(data.get("asked"))):
        text = one.answer.text if entry.kind == "cases.owner_answered" and one.answer else one.text
    return Told(entry.at, tell(entry, contents), text)


def tied(acting: Acting, case: Case) -> list[Tied]:
    """The cases that belong to this one. Of one that does not open, only the reference is shown."""
    links = Link.objects.filter(Q(case=case) | Q(other=case)).select_related("case", "other").order_by("pk")
    others = [link.other_id if link.case_id == case.pk else link.case_id for link in links]
    open_ones = set(Case.objects.viewed_by(acting).filter(pk__in=others).values_list("pk", flat=True))
    found = []
    for link in links:
        forwards = link.case_id == case.pk
        other = link.other if forwards else link.case
        how = link.get_kind_display() if forwards else BACKWARDS[LinkKind(link.kind)]
        found.append(Tied(link, how, other, other.pk in open_ones))
    return found
