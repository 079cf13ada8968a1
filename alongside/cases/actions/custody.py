"""What cases hold about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alongside.cases.actions.wording import forget_words
from alongside.cases.models import (
    Appointment,
    Asked,
    Attachment,
    Case,
    CaseLetter,
    Note,
    Satisfaction,
    SavedView,
)
from alongside.forms import vault
from alongside.people import lives
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person


def declare() -> None:
    """Register it; called when the app is ready."""
    for one in (CASES, NOTES, WORK, VIEWS):
        register(one)
    lives.stands_against("They have an open case.", _with_open_cases)
    vault.register(lambda numbers: Attachment.objects.filter(pk__in=numbers).values_list("pk", flat=True))


def _with_open_cases(people: Collection[int]) -> Iterable[int]:
    found: Iterable[int] = Case.objects.open().filter(owner__in=people).values_list("owner", flat=True)
    return found


def _told_cases(copy: Copy, first: int, end: int) -> Iterable[Record]:
    cases = Case.objects.filter(owner=copy.person).order_by("raised_at", "pk")
    return [
        Record(
            f"{one.type.name}, {one.reference}: {one.title}",
            one.raised_at,
            (
                ("State", one.status.name),
                ("Raised by", copy.by(one.actor_id, one.actor.name)),
                ("Details", one.details),
                *((name.capitalize(), str(value)) for name, value in one.contact.items()),
                *(
                    (f"Note by {copy.by(note.actor_id, note.actor.name)}", note.text)
                    for note in one.notes.public().with_people().oldest_first()
                ),
                *(("File", file.name) for file in one.attachments.public().oldest_first()),
                *(
                    ("Appointment", ". ".join(filter(None, [str(met), met.where, met.about, met.reply_text])))
                    for met in one.appointments.first_first()
                ),
                *(("Asked", asked.text) for asked in one.asked.order_by("asked_at")),
                *_rated(one),
            ),
        )
        for one in cases.select_related("type", "status", "actor")[first:end]
    ]


def _rated(case: Case) -> list[tuple[str, str]]:
    said = Satisfaction.objects.filter(case=case).first()
    return [("How it went", f"{said.get_score_display()}. {said.comment}".strip())] if said else []


def _empty_cases(person: Person) -> None:
    """What was done and when stays, for those who worked on it; what is said in it goes."""
    theirs = Case.objects.filter(owner=person)
    Note.objects.filter(case__in=theirs.values("pk")).update(text="")
    Asked.objects.filter(case__in=theirs.values("pk")).update(text="")
    Satisfaction.objects.filter(case__in=theirs.values("pk")).update(comment="")
    meetings = Appointment.objects.filter(case__in=theirs.values("pk"))
    meetings.update(where="", about="", reply_text="")
    CaseLetter.objects.filter(case__in=theirs.values("pk")).delete()
    forget_words(theirs)
    files = Attachment.objects.filter(case__in=theirs.values("pk"))
    vault.remove_after_commit(files.values_list("pk", flat=True))
    files.delete()
    theirs.update(title="", details="", contact={}, latitude=None, longitude=None)


def _drop_views(person: Person) -> None:
    SavedView.objects.filter(keeper=person).delete()


CASES = Custody(
    "cases.cases",
    "Cases",
    Fate.EMPTIED,
    "What they are about and all that is said in them is deleted. Reference, type, state and times stay, for "
    "the work that was done on them.",
    references=("cases.Case.owner",),
    count=lambda person: Case.objects.filter(owner=person).count(),
    tell=_told_cases,
    erase=_empty_cases,
)

NOTES = Custody(
    "cases.notes",
    "Notes and files in cases of others",
    Fate.KEPT,
    "They belong to those whose cases they are about.",
    references=(
        "cases.Note.actor",
        "cases.Note.person",
        "cases.Appointment.actor",
        "cases.Appointment.person",
        "cases.Appointment.keeper",
        "cases.Asked.actor",
        "cases.Attachment.actor",
        "cases.Attachment.person",
    ),
    count=lambda person: Note.objects.filter(person=person).exclude(case__owner=person).count(),
)

WORK = Custody(
    "cases.work",
    "Cases worked on",
    Fate.KEPT,
    "They belong to those who raised them.",
    references=("cases.Case.actor", "cases.Case.assignee", "cases.CaseTask.actor", "cases.CaseTask.person"),
    count=lambda person: Case.objects.filter(assignee=person).exclude(owner=person).count(),
)

VIEWS = Custody(
    "cases.views",
    "Kept views of the list of cases",
    Fate.DELETED,
    "What somebody kept for their work is deleted with them.",
    references=("cases.SavedView.keeper",),
    count=lambda person: SavedView.objects.filter(keeper=person).count(),
    erase=_drop_views,
)
