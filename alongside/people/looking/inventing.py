"""People who do not exist, put together from those who do: plausible wherever the house stands.

Each value comes from somebody else, so that nobody is copied; numbers by which a person could be
reached or meant are changed in their digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

ALTERED = 5  # digits of a number, from its end
KEPT_TOGETHER = ("address", "postcode")  # types that only fit each other


@dataclass(frozen=True, slots=True)
class Somebody:
    """A real person to take values from, or an invented one."""

    given_name: str
    family_name: str
    email: str
    date_of_birth: date | None
    registered_at: datetime
    profile: Mapping[str, Any] = field(default_factory=dict)


def invented(people: Sequence[Somebody], types: Mapping[str, str], chance: Random) -> Somebody:
    """One person made of at least two others. `types` are those of the profile's fields by name.

    The first of them says which fields hold something at all, so that decoys are as well known, and
    as badly, as everybody else.
    """
    frame, *others = chance.sample(list(people), len(people))
    others = others or [frame]
    given, family = chance.choice(others), chance.choice([frame, *others])
    place = chance.choice(others)
    profile: dict[str, Any] = {}
    for name in frame.profile:
        kind = types.get(name, "text")
        donor = place if kind in KEPT_TOGETHER else chance.choice(others)
        if (value := donor.profile.get(name)) not in (None, "", []):
            profile[name] = value if kind in (*KEPT_TOGETHER, "choice") else _altered(value, chance)
    born = chance.choice(others).date_of_birth
    return Somebody(
        given_name=given.given_name,
        family_name=family.family_name,
        email=_address(given.given_name, family.family_name, frame.email, chance),
        date_of_birth=born - timedelta(days=chance.randint(1, 900)) if born and frame.date_of_birth else None,
        registered_at=place.registered_at + timedelta(seconds=chance.randint(1, 3000)),
        profile=profile,
    )


def _altered(value: Any, chance: Random) -> Any:
    """The same with other digits at its end; text without digits stays as it is."""
    if isinstance(value, list):
        return [_altered(one, chance) for one in value]
    if isinstance(value, bool) or not isinstance(value, str | int):
        return value
    letters = list(str(value))
    places = [place for place, letter in enumerate(letters) if letter.isascii() and letter.isdigit()]
    for place in places[-ALTERED:]:
        first = place == 0 and isinstance(value, int)
        letters[place] = str(chance.randint(1 if first else 0, 9))
    text = "".join(letters)
    return int(text) if isinstance(value, int) else text


def _address(given: str, family: str, like: str, chance: Random) -> str:
    """An e-mail address of the invented name, at the host of somebody else's; none where they have none."""
    host = like.partition("@")[2]
    name = "".join(
        letter for letter in f"{given}.{family}".lower() if letter.isascii() and letter in _LETTERS
    )
    return f"{name.strip('.')}{chance.randint(2, 99)}@{host}" if host and name.strip(".") else ""


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz.")
