"""What merging changes in the record that stays, and how it is put back.

No database: records in, and a journal of plain values that is kept with the merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from alongside.people.merging import values
from alongside.people.merging.values import Side
from alongside.people.models import PROFILE_COLUMNS, Person, ProfileField

# Columns that change along with others; nobody chooses them.
_FOLLOWING = frozenset({"email_changed_at"})
_COLUMNS = PROFILE_COLUMNS | _FOLLOWING
_NAMES = ("given_name", "family_name")


class Change(TypedDict):
    """A field that merging changed. `id` is the profile field's, whose name may change before the merge
    is undone; `before` is missing where the profile did not have the field at all."""

    id: int | None
    name: str
    before: NotRequired[Any]
    after: Any


def compared(kept: Person, absorbed: Person) -> set[str]:
    """The names of the fields of which one of the two holds something, defined or not."""
    return {*PROFILE_COLUMNS, *kept.profile, *absorbed.profile}


def changes(
    kept: Person,
    absorbed: Person,
    choices: Mapping[str, Side],
    fields: Iterable[ProfileField],
    *,
    email_changed_at: datetime | None,
) -> list[Change]:
    """What becomes different in the record that stays. `email_changed_at` is set when the address of an
    account becomes another one, which then recovers nothing for a while."""
    numbers = {field.name: field.pk for field in fields}
    changed: list[Change] = []
    for name in sorted(compared(kept, absorbed)):
        after = values.chosen(kept.value(name), absorbed.value(name), choices.get(name))
        if values.differ(kept.value(name), after):
            changed.append(_change(kept, name, after, numbers.get(name)))
            if name == "email" and kept.username:
                changed.append(_change(kept, "email_changed_at", email_changed_at, None))
    return changed


def make(person: Person, changed: Iterable[Change]) -> None:
    for change in changed:
        _set(person, change["name"], change["after"], empty=False)


def unmake(person: Person, changed: Iterable[Change], order: list[str], names: Mapping[int, str]) -> None:
    """Give the record the values back that it had, in the `order` of the profile as it was; what has been
    changed since stays. `names` are those of the profile fields today, by id."""
    called = {name: getattr(person, name) for name in _NAMES}
    for change in changed:
        name = names.get(change["id"] or 0, change["name"])
        now = _plain(person.value(name)) if name not in _FOLLOWING else _plain(getattr(person, name))
        value = values.undone(change.get("before"), change["after"], now)
        if value != now or "before" in change:
            _set(person, name, value, empty="before" in change and value == change["before"])
    if not (person.given_name or person.family_name):  # what was left of either was taken away since
        for name, value in called.items():
            setattr(person, name, value)
    here = person.profile
    person.profile = {name: here[name] for name in [*(n for n in order if n in here), *here]}


def columns_of(changed: Iterable[Change]) -> set[str]:
    """The columns of a person that these changes write."""
    return {change["name"] if change["name"] in _COLUMNS else "profile" for change in changed}


def _change(person: Person, name: str, after: object, number: int | None) -> Change:
    change = Change(id=number, name=name, after=_plain(after))
    if name in _COLUMNS:
        change["before"] = _plain(getattr(person, name))
    elif name in person.profile:
        change["before"] = person.profile[name]
    return change


def _set(person: Person, name: str, value: Any, *, empty: bool) -> None:
    """Profiles hold nothing empty, except what did before."""
    if name in _COLUMNS:
        setattr(person, name, _typed(name, value))
    elif value in ("", None, []) and not empty:
        person.profile.pop(name, None)
    else:
        person.profile[name] = value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(name: str, value: Any) -> Any:
    if name == "date_of_birth":
        return date.fromisoformat(value) if value else None
    if name == "email_changed_at":
        return datetime.fromisoformat(value) if value else None
    return value or ""
