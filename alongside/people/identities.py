"""What one person alone has: account numbers, what other systems call them, user names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from alongside.people.fields import Field, texts
from alongside.people.headings import EXTERNAL_ID, USERNAME
from alongside.people.models import Person, ProfileField, SearchKey
from alongside.people.queries import plain
from alongside.people.searching.keys import ACCOUNT, keys_of

IDENTIFYING = (ACCOUNT, EXTERNAL_ID)

# So many people may share a key without having the same number; more are not looked at.
_MOST = 50


class Identity(NamedTuple):
    """A value that one person alone has; `value` without difference of case."""

    field: str
    value: str


def of_person(person: Person) -> list[Identity]:
    """Those of somebody who may not be stored yet."""
    profile = person.profile
    found = [Identity(name, one.casefold()) for name in IDENTIFYING for one in texts(profile.get(name))]
    return [*found, Identity(USERNAME, person.username)] if person.username else found


def taken(wanted: Collection[Identity]) -> set[Identity]:
    """Those that somebody of the tenant has already, whatever their segment. A field is only asked for
    where it is searchable: its keys are how a number is found among millions."""
    names = [one.value for one in wanted if one.field == USERNAME]
    had = {
        Identity(USERNAME, name)
        for name in Person.objects.filter(username__in=names).values_list("username", flat=True)
    }
    for field in plain(ProfileField.objects.filter(name__in=IDENTIFYING, searchable=True)):
        had |= _had(field, [one for one in wanted if one.field == field.name])
    return had


def _had(field: Field, wanted: Iterable[Identity]) -> set[Identity]:
    by_key: dict[str, set[Identity]] = {}
    for one in wanted:
        # The longest key is the whole number, or the rarest of its words.
        keys = keys_of((field,), {field.name: one.value})
        if keys:
            by_key.setdefault(max(keys, key=lambda key: (len(key), key)), set()).add(one)
    found: set[Identity] = set()
    for people in _holders(list(by_key)):
        for person in Person.objects.filter(pk__in=people).only("profile", "username"):
            found |= set(of_person(person))
    return found.intersection(*[set().union(*by_key.values())]) if by_key else set()


def _holders(keys: list[str]) -> Iterable[list[int]]:
    """Who has one of these keys, some at a time."""
    with_key = SearchKey.objects.filter(key__in=keys).values_list("person_id", flat=True)
    most = len(keys) + _MOST
    people = list(with_key[:most])
    yield people
    if len(people) == most:  # some key is shared by many: each is asked for by itself
        for key in keys:
            yield list(SearchKey.objects.filter(key=key).values_list("person_id", flat=True)[:_MOST])
