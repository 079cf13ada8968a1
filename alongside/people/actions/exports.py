"""Taking people out into a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind, deny
from alongside.history.events import Event
from alongside.people import exporting
from alongside.people.actions.decoys import touched
from alongside.people.models import Decoy, Person, ProfileField
from alongside.people.moving.reading import CSV
from alongside.people.profiles import fields_in

EXPORT = Power("people.export_people", Kind.STAFF)


class PeopleExported(
    Event,
    kind="people.people_exported",
    title="Export people",
    sentence="{actor} exported {people} people",
    private=True,
):
    people: int
    fields: tuple[str, ...]
    format: str


def export_people(acting: Acting, fields: Sequence[ProfileField], *, format: str = CSV) -> Iterator[bytes]:
    """The people of the actor's segments as a file, made while it is read. It is recorded by now, before
    the first byte: what somebody stopped reading half-way counts as read."""
    segments = acting.actor.standing.segments
    with acting.doing(EXPORT) as deed:
        if not {field.pk for field in fields} <= {field.pk for field in fields_in(segments)}:
            raise Refused(acting, EXPORT, deny("other-segment"), None)
        people = exporting.everybody(segments).count()
        names = tuple(field.name for field in fields)
        for decoy in Person.objects.filter(pk__in=Decoy.objects.values("person")).in_segments(segments)[:1]:
            touched(acting, decoy, "exported", deed.at)
        deed.record(PeopleExported(people=people, fields=names, format=format))
    return exporting.parts(acting.tenant_id, fields, segments=segments, format=format)
