"""Which of a person's fields somebody sees, with their values (spec I38)."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Q

from alongside.assisting.parties import Party
from alongside.lib.compiled import compiled
from alongside.people.models import ProfileField, ProfileFieldQuerySet


def fields_in(segments: Collection[int]) -> list[ProfileField]:
    """The fields in use that are shared, and those private to one of these segments, in order."""
    return _fields_in(tuple(sorted(segments)))


@compiled
def _fields_in(segments: tuple[int, ...]) -> ProfileFieldQuerySet:
    seen = Q(segment__isnull=True) | Q(segment__in=segments)
    return ProfileField.objects.in_use().filter(seen).in_order()


def fields_seen_by(reader: Party, person: Party) -> list[ProfileField]:
    """The fields of a person that the reader sees: shared ones, and those of segments both belong to."""
    fields = fields_in(reader.standing.segments & person.standing.segments)
    if any(field.sensitive for field in fields) and any(guard(reader, person) for guard in guards):
        return [field for field in fields if not field.sensitive]
    return fields


# Packages above say when somebody may not see sensitive fields of a person yet: `guard(reader, person)`.
guards: list[Callable[[Party, Party], bool]] = []
