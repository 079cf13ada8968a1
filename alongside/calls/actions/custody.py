"""What calls hold about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.calls.models import Call, Message, Participant
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person


def declare() -> None:
    """Register it; called when the app is ready."""
    register(TAKING)
    register(MADE)


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
            ),
        )
        for one in taking[first:end]
    ]


def _unname(person: Person) -> None:
    Message.objects.filter(participant__person=person).update(text="")
    Participant.objects.filter(person=person).update(name="")


TAKING = Custody(
    "calls.taking",
    "Calls taken part in",
    Fate.EMPTIED,
    "That somebody took part stays, for the others in the call; their name and what they wrote goes.",
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
    references=("calls.Call.organiser", "calls.ServiceRequest.expert", "calls.Invitation.made_by"),
    count=lambda person: Call.objects.filter(organiser=person).count(),
)
