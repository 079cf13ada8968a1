"""What a tenant wants to know of its people, and by which of it they can be found (spec G12, G13, I38)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db.models import Max

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.jobs.models import Job
from alongside.people.actions.reindexing import reindex
from alongside.people.checking import Misfit
from alongside.people.describing import (
    MOST_FIELDS,
    NAMES,
    Description,
    cleaned,
    fits_as_name,
    misfits,
    name_from,
)
from alongside.people.models import FieldType, ProfileField, Segment

DEFINE_FIELD = Power("people.define_field", Kind.STAFF)
CHANGE_FIELD = Power("people.change_field", Kind.STAFF, right="people.define_field")
SET_SEARCHABLE = Power("people.set_searchable", Kind.STAFF)

TYPES = {value: str(label) for value, label in FieldType.choices}


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


class FieldChanged(
    Event,
    kind="people.field_changed",
    title="Change profile field",
    sentence="{actor} changed the profile field {label}: {changed}",
    private=True,
):
    """`changed` says which of its properties; `no_longer` are choices that are not offered any more."""

    name: str
    label: str
    changed: str
    no_longer: tuple[str, ...]


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
    segment: Segment | None = None,
    **marks: Any,
) -> ProfileField:
    """One more profile field, shown behind the others; raises `Misfit`. `marks` as in `Description`.

    Its name never changes. If none is given it is made of the label, and the label must be of this field
    alone; columns of a file, which come with names, may be called as they like. Nobody is found by it
    until it is marked searchable: `set_searchable`. With a `segment` it is private to that one.
    """
    with acting.doing(DEFINE_FIELD) as deed:
        described = _fitting(Description(label=label, type=type, **marks))
        taken = set(ProfileField.objects.values_list("name", flat=True))
        if len(taken) >= MOST_FIELDS:
            raise Misfit({"label": f"There are {MOST_FIELDS} fields already, and no more are possible."})
        if name and not fits_as_name(name, taken):
            raise Misfit({"name": "A name is of small letters, digits and _, and no other field has it."})
        if not name:
            _demand_own_label(described.label)
        last = ProfileField.objects.aggregate(last=Max("position"))["last"]
        field = ProfileField(
            name=name or name_from(described.label, taken),
            segment=segment,
            position=0 if last is None else last + 1,
            **_columns(described),
        )
        field.save()
        deed.record(FieldDefined(name=field.name, label=field.label, type=field.type), about=field)
        return field


def change_field(
    acting: Acting, field: ProfileField, described: Description, *, segment: Segment | None = None
) -> None:
    """Describe a field anew; raises `Misfit` where values that people have would not fit any more.

    A choice that is not listed any more stays with whoever has it, and is offered to nobody else.
    """
    with suppress(_NothingChanged), acting.doing(CHANGE_FIELD) as deed:
        present: ProfileField = ProfileField.objects.select_for_update(of=("self",)).get(pk=field.pk)
        described = _fitting(described, present)
        if described.label != present.label:
            _demand_own_label(described.label, field)
        if segment is not None and field.name in NAMES:
            raise Misfit({"segment": "People are called by it everywhere."})
        columns = {**_columns(described), "segment_id": segment.pk if segment else None}
        changed = [name for name, value in columns.items() if value != getattr(present, name)]
        if not changed:
            raise _NothingChanged
        for name, value in columns.items():
            setattr(field, name, value)
        field.save(update_fields=columns)
        if "type" in changed and present.searchable:
            reindex(acting)
        no_longer = tuple(choice for choice in present.choices if choice not in described.choices)
        told = ", ".join(_PROPERTIES[name] for name in changed)
        deed.record(
            FieldChanged(name=field.name, label=field.label, changed=told, no_longer=no_longer), about=field
        )


def set_searchable(
    acting: Acting, field: ProfileField, searchable: bool = True, *, here: bool = False
) -> Job:
    """Mark a field as one that people are found by, or no longer; and have everybody re-indexed.

    Searching obeys the mark at once, and finds by a newly marked field whoever's keys were renewed
    already. `here` as in `jobs.ask`.
    """
    with acting.doing(SET_SEARCHABLE) as deed:
        if field.retired_at is not None:
            raise Misfit({"searchable": "Nobody is found by a retired field."})
        field.searchable = searchable
        field.save(update_fields=["searchable"])
        job = reindex(acting, here=here)
        deed.record(SearchableSet(name=field.name, label=field.label, searchable=searchable), about=field)
        return job


class _NothingChanged(Exception):
    """It is described so already."""


_PROPERTIES = {
    "label": "label",
    "type": "type",
    "hint": "help text",
    "choices": "choices",
    "several": "several values",
    "multi_line": "several lines",
    "required": "required",
    "read_only": "read-only",
    "sensitive": "sensitive",
    "segment_id": "segment",
}


def _fitting(described: Description, present: ProfileField | None = None) -> Description:
    described = cleaned(described)
    if wrong := misfits(described, TYPES, present):
        raise Misfit(wrong)
    return described


def _columns(described: Description) -> dict[str, object]:
    return {**vars(described), "choices": list(described.choices)}


def _demand_own_label(label: str, field: ProfileField | None = None) -> None:
    labels = ProfileField.objects.in_use().values_list("pk", "label")
    own = field.pk if field else None
    if label.casefold() in {other.casefold() for number, other in labels if number != own}:
        raise Misfit({"label": "Another field has this label already."})
