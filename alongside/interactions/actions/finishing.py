"""Finishing a contact: with how it ended, what it was about, and what is worth noting (spec G47, G48)."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.actions.adding_up import count
from alongside.interactions.actions.own import RECORD, own, taken
from alongside.interactions.choices import wrap_up_required, wrap_ups
from alongside.interactions.models import ContactTopic, Interaction, State
from alongside.interactions.services import services
from alongside.people.models import Tenant

CLOSE = Power("interactions.close", Kind.STAFF, right=RECORD.right)
DESCRIBE = Power("interactions.describe", Kind.STAFF, right=RECORD.right)

LONGEST_NOTE = 4000  # characters
MOST_TOPICS = 8


class Closed(
    Event,
    kind="interactions.closed",
    title="Close interaction",
    sentence="{actor} closed a contact of {seconds} seconds",
    private=True,
):
    seconds: int
    wrap_up: str = ""


class Described(
    Event,
    kind="interactions.described",
    title="Describe interaction",
    sentence="{actor} noted what a contact was about",
    private=True,
):
    """`services` are the contact's, its first before the others; what was noted is not repeated here."""

    services: tuple[str, ...]
    noted: bool


class Misdescribed(ValueError):
    """What was said of a contact does not fit: `field` is wrap_up, services or note."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field


def close(acting: Acting, interaction: Interaction, *, wrap_up: str | None = None, note: str = "") -> None:
    """Finish an interaction, running or paused. Raises `Unfit` when it is closed already, and
    `Misdescribed` where a wrap-up is required or this one is not on the tenant's list.

    A note is put below the one there is. `wrap_up` None leaves what was said of it before.
    """
    with acting.doing(CLOSE) as deed:
        mine = own(deed, interaction, State.RUNNING, State.PAUSED)
        options = Tenant.objects.get(pk=acting.tenant_id).options
        mine.wrap_up = _known_wrap_up(wrap_up, options) if wrap_up is not None else mine.wrap_up
        if wrap_up_required(options) and not mine.wrap_up:
            raise Misdescribed("wrap_up", "Say how the contact ended.")
        mine.note = _noted("\n\n".join(filter(None, [mine.note, note.strip()])))
        complete(deed, mine)


def complete(deed: Deed, interaction: Interaction) -> None:
    """Close a contact within a deed, and add it to the reports."""
    interaction.state, interaction.timer = State.CLOSED, interaction.timer.stopped(deed.at)
    interaction.ended_at = deed.at
    interaction.save(update_fields=["state", "seconds_spent", "running_since", "ended_at", "wrap_up", "note"])
    count(interaction)
    taken(deed, interaction)
    event = Closed(seconds=interaction.seconds_spent, wrap_up=interaction.wrap_up)
    deed.record(event, about=interaction)


def describe(acting: Acting, interaction: Interaction, *, services: Collection[str], note: str) -> None:
    """Say what an open contact is about: its services, the first of which its time counts for, and a
    note. Raises `Unfit` and `Misdescribed`."""
    with suppress(_Same), acting.doing(DESCRIBE) as deed:
        mine = own(deed, interaction, State.RUNNING, State.PAUSED)
        first, *others = _known_services(mine, services, acting.tenant_id)
        present = [mine.service, *others_of(mine)]
        note = _noted(note.strip())
        if present == [first, *others] and mine.note == note:
            raise _Same
        noted, mine.service, mine.note = mine.note != note, first, note
        mine.save(update_fields=["service", "note"])
        ContactTopic.objects.filter(interaction=mine).delete()
        ContactTopic.objects.bulk_create(
            ContactTopic(interaction=mine, service=service) for service in others
        )
        deed.record(Described(services=(first, *others), noted=noted), about=mine)


def others_of(interaction: Interaction) -> list[str]:
    """What a contact was about beside its first service, in the order in which it was said."""
    return list(
        ContactTopic.objects.filter(interaction=interaction).order_by("pk").values_list("service", flat=True)
    )


class _Same(Exception):
    """Nothing was changed, so there is nothing to record."""


def _known_wrap_up(value: str, options: dict[str, object]) -> str:
    if value and value not in {one.value for one in wrap_ups(options)}:
        raise Misdescribed("wrap_up", "Choose one of the ways in which contacts end here.")
    return value


def _known_services(interaction: Interaction, said: Collection[str], tenant: int) -> list[str]:
    chosen = list(dict.fromkeys(said))
    if not chosen:
        raise Misdescribed("services", "Say what the contact is about.")
    if len(chosen) > MOST_TOPICS:
        raise Misdescribed("services", f"A contact can be about {MOST_TOPICS} services at most.")
    known = {one.value for one in services(Tenant.objects.get(pk=tenant).options)}
    known |= {interaction.service, *others_of(interaction)}  # what was taken off the list meanwhile may stay
    if not set(chosen) <= known:
        raise Misdescribed("services", "Choose from the services of this house.")
    return chosen


def _noted(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        raise Misdescribed(
            "note", f"A note can have {LONGEST_NOTE:,} characters; this one has {len(note):,}."
        )
    return note
