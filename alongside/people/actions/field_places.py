"""Where a profile field stands among the others, and whether it is still in use."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.people.actions.reindexing import reindex
from alongside.people.checking import Misfit
from alongside.people.models import ProfileField

MOVE_FIELD = Power("people.move_field", Kind.STAFF, right="people.define_field")
RETIRE_FIELD = Power("people.retire_field", Kind.STAFF, right="people.define_field")
BRING_BACK_FIELD = Power("people.bring_back_field", Kind.STAFF, right="people.define_field")

UP, DOWN = -1, 1


class FieldMoved(
    Event,
    kind="people.field_moved",
    title="Move profile field",
    sentence="{actor} moved the profile field {label} to place {place}",
    private=True,
):
    name: str
    label: str
    place: int


class FieldRetired(
    Event,
    kind="people.field_retired",
    title="Retire profile field",
    sentence="{actor} retired the profile field {label}",
    private=True,
):
    name: str
    label: str


class FieldBroughtBack(
    Event,
    kind="people.field_brought_back",
    title="Bring back profile field",
    sentence="{actor} brought back the profile field {label}",
    private=True,
):
    name: str
    label: str


def move_field(acting: Acting, field: ProfileField, by: int) -> None:
    """Let a field change places with its neighbour, `UP` or `DOWN`; at the end it stays where it is."""
    with acting.doing(MOVE_FIELD) as deed:
        fields = list(ProfileField.objects.in_use().in_order().select_for_update(of=("self",)))
        at = [one.pk for one in fields].index(field.pk)
        to = min(max(at + by, 0), len(fields) - 1)
        fields.insert(to, fields.pop(at))
        for position, one in enumerate(fields):
            one.position = position
        ProfileField.objects.bulk_update(fields, ["position"])
        field.position = to
        deed.record(FieldMoved(name=field.name, label=field.label, place=to + 1), about=field)


def retire_field(acting: Acting, field: ProfileField) -> None:
    """Ask for a field no more, and show it to nobody. What people have in it is kept, and is there again
    when it is brought back. Nothing is ever removed: nobody could say what would be lost with it."""
    with acting.doing(RETIRE_FIELD) as deed:
        if field.is_column:
            raise Misfit({"field": "Every house has this field: people are signed in and listed by it."})
        if field.searchable:
            reindex(acting)
        field.retired_at, field.searchable = deed.at, False
        field.save(update_fields=["retired_at", "searchable"])
        deed.record(FieldRetired(name=field.name, label=field.label), about=field)


def bring_back_field(acting: Acting, field: ProfileField) -> None:
    """Ask for a retired field again, with what people had in it. Nobody is found by it until it is marked."""
    with acting.doing(BRING_BACK_FIELD) as deed:
        field.retired_at = None
        field.save(update_fields=["retired_at"])
        deed.record(FieldBroughtBack(name=field.name, label=field.label), about=field)
