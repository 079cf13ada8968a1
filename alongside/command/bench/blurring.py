"""People as they come back: with mistakes in several fields, things left out, another name or address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from string import ascii_lowercase, digits

from alongside.people.fields import Described

Values = dict[str, object]

NUMBER = "account_number"
_HOME = ("address", "postcode")
_REACHED = ("telephone", "mobile", "email")


def blurred(person: Described, stranger: Described, draw: Random) -> Values:
    """What somebody says who is registered and comes again. A `stranger` lends the name or the address
    that they have now: one in twenty has married, one in ten has moved."""
    values = known(person)
    if draw.random() < 0.05:
        values["family_name"] = stranger.family_name
    if draw.random() < 0.10:
        values |= {name: value for name, value in known(stranger).items() if name in _HOME}
    for name in ("given_name", "family_name", "address"):
        _maybe(values, name, 0.15, lambda text: mistyped(text, ascii_lowercase, draw), draw)
    _maybe(values, "given_name", 0.03, lambda text: text[:1], draw)
    if draw.random() < 0.03:
        values["given_name"], values["family_name"] = values["family_name"], values["given_name"]
    _maybe(values, "date_of_birth", 0.08, lambda text: _misremembered(text, draw), draw)
    _maybe(values, "postcode", 0.10, lambda text: mistyped(text, digits, draw), draw)
    for name in (*_REACHED, NUMBER):
        _maybe(values, name, 0.10, lambda text: mistyped(text, digits, draw), draw)
    for name, chance in {"date_of_birth": 0.08, "email": 0.5, "telephone": 0.5, "mobile": 0.5}.items():
        if draw.random() < chance:
            values.pop(name, None)
    for name in _HOME:
        if draw.random() < 0.08:
            values.pop(name, None)
    return values


def relative(person: Described, stranger: Described) -> Values:
    """Somebody of the same household who is not registered: a stranger's given name and day of birth."""
    shared = {name: value for name, value in known(person).items() if name in (*_HOME, "telephone")}
    theirs = known(stranger)
    own = {"given_name": theirs["given_name"], "family_name": person.family_name}
    born = stranger.date_of_birth or date(1970, 1, 1)
    return {**shared, **own, "date_of_birth": (born + timedelta(days=400)).isoformat()}


def known(person: Described) -> Values:
    """Everything that can be compared, as texts."""
    values: Values = {name: value for name, value in person.profile.items() if isinstance(value, str)}
    values |= {"given_name": person.given_name, "family_name": person.family_name}
    if person.email:
        values["email"] = person.email
    if person.date_of_birth:
        values["date_of_birth"] = person.date_of_birth.isoformat()
    return values


def mistyped(text: str, letters: str, draw: Random) -> str:
    """With one letter changed, lost, added, or in its neighbour's place."""
    if len(text) < 2:
        return text
    at = draw.randrange(len(text) - 1)
    before, one, other, after = text[:at], text[at], text[at + 1], text[at + 2 :]
    letter = draw.choice(letters)
    return draw.choice(
        [
            before + letter + other + after,
            before + other + after,
            before + one + letter + other + after,
            before + other + one + after,
        ]
    )


def _misremembered(day: str, draw: Random) -> str:
    """Day and month changed over where that is a day; else a year or a few days off."""
    born = date.fromisoformat(day)
    if born.day <= 12 and draw.random() < 0.5:
        return born.replace(month=born.day, day=born.month).isoformat()
    if draw.random() < 0.5:
        return (born + timedelta(days=draw.choice((-1, 1, 10)))).isoformat()
    return born.replace(year=born.year + draw.choice((-10, -1, 1)), day=min(born.day, 28)).isoformat()


def _maybe(values: Values, name: str, chance: float, change: Callable[[str], str], draw: Random) -> None:
    if draw.random() < chance and isinstance(text := values.get(name), str):
        values[name] = change(text)
