"""What a tenant wants to know of its people, and by which of it they can be found (spec G12, G13)."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs.models import Job
from alongside.people.actions.reindexing import reindex
from alongside.people.models import FieldType, ProfileField, Segment

DEFINE_FIELD = Power("people.define_field", Kind.STAFF)
SET_SEARCHABLE = Power("people.set_searchable", Kind.STAFF)


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


def set_searchable(
    acting: Acting, field: ProfileField, searchable: bool = True, *, here: bool = False
) -> Job:
    """Mark a field as one that people are found by, or no longer; and have everybody re-indexed.

    Searching obeys the mark at once, and finds by a newly marked field whoever's keys were renewed
    already. `here` as in `jobs.ask`.
    """
    with acting.doing(SET_SEARCHABLE) as deed:
        field.searchable = searchable
        field.save(update_fields=["searchable"])
        job = reindex(acting, here=here)
        deed.record(SearchableSet(name=field.name, label=field.label, searchable=searchable), about=field)
        return job
