"""What calls hold about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.db.models import Q

from alongside.calls.models import Call, CallSubject, Media, Message, Participant, Report
from alongside.forms import vault
from alongside.lib import clock
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person


def declare() -> None:
    """Register it; called when the app is ready."""
    register(TAKING)
    register(MADE)
    register(ABOUT)
    vault.register(_known)


def _known(numbers: Collection[uuid.UUID]) -> Iterable[uuid.UUID]:
    return Media.objects.filter(pk__in=numbers, deleted_at=None).values_list("pk", flat=True)


def _told(copy: Copy, first: int, end: int) -> Iterable[Record]:
    taking = (
        Participant.objects.filter(person=copy.person).select_related("call").order_by("call__made_at", "pk")
    )
    return [
        Record(
            one.call.title,
            one.joined_at or one.call.made_at,
            (
                ("State", one.get_state_display()),
                *(("Written", message.text) for message in one.messages.order_by("said_at")),
                *(("Shared", media.name) for media in one.media.order_by("made_at")),
            ),
        )
        for one in taking[first:end]
    ]


def _unname(person: Person) -> None:
    Message.objects.filter(participant__person=person).update(text="")
    Participant.objects.filter(person=person).update(name="")
    # What they shared, and every recording in which they were.
    theirs = Q(participant__person=person) | Q(recording__consents__participant__person=person)
    found = list(Media.objects.filter(theirs).values_list("pk", flat=True).distinct())
    vault.remove_after_commit(found)
    Media.objects.filter(pk__in=found, deleted_at=None).update(deleted_at=clock.now())
    Media.objects.filter(pk__in=found).update(name="")


TAKING = Custody(
    "calls.taking",
    "Calls taken part in",
    Fate.EMPTIED,
    "That somebody took part stays, for the others in the call; their name goes, with what they wrote and "
    "shared and every recording of them.",
    references=("calls.Participant.person",),
    count=lambda person: Participant.objects.filter(person=person).count(),
    tell=_told,
    erase=_unname,
)

MADE = Custody(
    "calls.made",
    "Calls made",
    Fate.KEPT,
    "They say what work was done, as is asked of whoever works here.",
    references=(
        "calls.Call.organiser",
        "calls.ServiceRequest.expert",
        "calls.Invitation.made_by",
        "calls.Media.deleted_by",
        "calls.Report.author",
        "calls.Report.edited_by",
        "calls.Report.deleted_by",
    ),
    count=lambda person: Call.objects.filter(organiser=person).count(),
)


def _unlabel(person: Person) -> None:
    """What calls were about stays a call; what it says of the person goes, with the reports of it."""
    about = CallSubject.objects.filter(person=person)
    told = Report.objects.filter(call__subjects__person=person)
    told = Report.objects.filter(pk__in=list(told.values_list("pk", flat=True).distinct()))
    told.update(title="", problem="", work="", result="", signer="", signature=None)
    about.update(label="")


ABOUT = Custody(
    "calls.about",
    "Calls about them",
    Fate.EMPTIED,
    "Reports of calls about them are emptied. That there was a call stays.",
    references=("calls.CallSubject.person",),
    count=lambda person: CallSubject.objects.filter(person=person).count(),
    erase=_unlabel,
)
