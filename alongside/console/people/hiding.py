"""What lists of people do not show: sensitive fields, where the house wants callers checked before them.

Nobody in a list has been checked: whoever is being helped, and was, has a page that shows all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from alongside.interactions.actions.checking import wanted
from alongside.people.models import ProfileField
from alongside.people.queries import Found


def hidden(options: Mapping[str, Any]) -> frozenset[str]:
    """The names of the fields that lists leave out in a tenant with these options."""
    if not wanted(options).before_sensitive:
        return frozenset()
    return frozenset(ProfileField.objects.in_use().filter(sensitive=True).values_list("name", flat=True))


def without(person: Found, names: Collection[str]) -> Found:
    """A person as a list shows them."""
    if not names:
        return person
    return replace(
        person,
        email="" if "email" in names else person.email,
        date_of_birth=None if "date_of_birth" in names else person.date_of_birth,
        profile={name: value for name, value in person.profile.items() if name not in names},
    )
