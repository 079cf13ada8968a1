"""What a tenant wants to know of its people, and by which of it they can be found (spec G12, G13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.actions import search_keys
from alongside.people.models import FieldType, Person, ProfileField, Segment
from alongside.people.queries import plain

DEFINE_FIELD = Power("people.define_field", Kind.STAFF)
SET_SEARCHABLE = Power("people.set_searchable", Kind.STAFF)
REINDEX = Power("people.reindex", Kind.STAFF)

BATCH = 500  # people whose keys are renewed in one transaction: others may write in between


class FieldDefined(
    Event,
    kind="people.field_defined",
    title="Define profile field",
    sentence="{actor} defined the profile field {label}",
    private=True,
):
    name: str
    label: str
    type: str


class SearchableSet(
    Event,
    kind="people.searchable_set",
    title="Set searchable",
    sentence="{actor} said whether people are found by {label}: {searchable}",
    private=True,
):
    name: str
    label: str
    searchable: bool


class Reindexed(
    Event,
    kind="people.reindexed",
    title="Re-index people",
    sentence="{actor} renewed the search keys of {people} people",
    private=True,
):
    people: int
    keys: int


def define_field(
    acting: Acting,
    name: str,
    label: str,
    type: str = FieldType.TEXT,
    *,
    choices: Sequence[str] = (),
    several: bool = False,
    required: bool = False,
    read_only: bool = False,
    segment: Segment | None = None,
) -> ProfileField:
    """One more profile field, shown behind the others. Nobody is found by it until it is marked
    searchable and the people are re-indexed: `set_searchable`."""
    with acting.doing(DEFINE_FIELD) as deed:
        field = ProfileField(
            name=name,
            label=label,
            type=type,
            choices=list(choices),
            several=several,
            required=required,
            read_only=read_only,
            segment=segment,
            position=ProfileField.objects.count(),
        )
        field.full_clean()
        field.save()
        deed.record(FieldDefined(name=name, label=label, type=type), about=field)
        return field


def set_searchable(acting: Acting, field: ProfileField, searchable: bool = True) -> None:
    """Mark a field as one that people are found by, or no longer; and re-index them.

    Searching obeys the mark at once. Renewing the keys of everybody takes a while (about a minute for
    100,000 people) and is done in many short transactions, so it must not be called within one.
    """
    with acting.doing(SET_SEARCHABLE) as deed:
        field.searchable = searchable
        field.save(update_fields=["searchable"])
        deed.record(SearchableSet(name=field.name, label=field.label, searchable=searchable), about=field)
    reindex(acting)


def reindex(acting: Acting) -> int:
    """Renew the search keys of everybody; how many people had keys to renew. Can be repeated at any time."""
    renewed = list(_renewed()) if acting.may(REINDEX) else []
    with acting.doing(REINDEX) as deed:  # says no, and records that, when they may not
        changed = sum(1 for keys in renewed if keys)
        deed.record(Reindexed(people=changed, keys=sum(renewed)))
    return changed


def _renewed() -> Iterator[int]:
    """How many keys of each person were written or deleted, batch after batch."""
    fields = plain(ProfileField.objects.all())
    last = 0
    while True:
        with transaction.atomic():
            # Locked, so that nobody's profile changes between being read and its keys being written.
            everybody = Person.objects.real().select_for_update(of=("self",)).order_by("pk")
            people = list(everybody.filter(pk__gt=last)[:BATCH])
            yield from search_keys.keep(people, fields).values()
        if not people:
            return
        last = people[-1].pk
