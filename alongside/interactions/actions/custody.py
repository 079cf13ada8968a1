"""What contacts hold about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q

from alongside.interactions.models import CallBack, HandOver, Interaction, Sitting
from alongside.interactions.services import label_of
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person
from alongside.ui.words import moment


def declare() -> None:
    """Register it; called when the app is ready."""
    register(CONTACTS)
    register(TIMESHEET)


def _about(person: Person) -> set[uuid.UUID]:
    """The contacts that were about them, or in which they were helped; no more than they had."""
    now_or_last = Q(person=person) | Q(last_helped=person)
    helped = Sitting.objects.filter(assistance__person=person).values_list("interaction", flat=True)
    return {*Interaction.objects.filter(now_or_last).values_list("pk", flat=True), *helped}


def _told_contacts(copy: Copy, first: int, end: int) -> Iterable[Record]:
    contacts = Interaction.objects.filter(pk__in=_about(copy.person)).order_by("begun_at", "pk")
    return [
        Record(
            f"{one.get_channel_display()}, with {copy.by(one.agent_id, one.agent.name)}",
            one.begun_at,
            (
                ("About", label_of(one.service, copy.person.tenant.options)),
                ("Until", moment(one.ended_at) if one.ended_at else "now"),
                *((("Noted", one.note),) if one.note else ()),
            ),
        )
        for one in contacts.select_related("agent")[first:end]
    ]


def _forget_notes(person: Person) -> None:
    about = _about(person)
    Interaction.objects.filter(pk__in=about).update(note="")
    HandOver.objects.filter(interaction__in=about).update(note="", why_not="")
    CallBack.objects.filter(interaction__in=about).update(note="")


CONTACTS = Custody(
    "interactions.contacts",
    "Contacts",
    Fate.EMPTIED,
    "How and when somebody was in contact with us stays: it is the agent's timesheet. What was noted goes.",
    references=("interactions.Interaction.person", "interactions.Interaction.last_helped"),
    count=lambda person: len(_about(person)),
    tell=_told_contacts,
    erase=_forget_notes,
)

TIMESHEET = Custody(
    "interactions.timesheet",
    "Timesheet",
    Fate.KEPT,
    "It says how long they worked, as is asked of whoever works here.",
    references=(
        "interactions.Interaction.agent",
        "interactions.HandOver.giver",
        "interactions.HandOver.taker",
        "interactions.Share.agent",
        "interactions.CallBack.agent",
        "interactions.CallKey.maker",
        "interactions.CallPop.agent",
        "interactions.ReportSchedule.reader",
    ),
    count=lambda person: Interaction.objects.of_agent(person.pk).count(),
)
