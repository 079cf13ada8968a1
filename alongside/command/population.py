"""Plausible residents of the United Kingdom, as many as are asked for, the same ones for the same seed.

People come in households that share an address, mostly a family name and often a telephone. All are
sixteen or older, as those a council deals with are. Nobody of them exists: telephone numbers are from
the ranges kept free for drama, e-mail addresses from the domains kept free for examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random
from typing import NamedTuple

from alongside.command.plausible import SIZE, by_weight
from alongside.command.plausible.names import Community, Family, communities
from alongside.command.plausible.places import MOBILE, Town, postcode, streets, towns
from alongside.people.folding import code

# Ages are as of this day, so that the same seed gives the same people next year.
TODAY = date(2026, 11, 1)

_AGE_BANDS = {
    16: 5.2, 20: 7.4, 25: 8.1, 30: 8.6, 35: 8.4, 40: 8.0, 45: 7.4, 50: 8.2, 55: 8.4, 60: 7.6,
    65: 6.4, 70: 5.8, 75: 5.2, 80: 3.2, 85: 1.9, 90: 0.8, 95: 0.2,
}  # fmt: skip
_AGES = by_weight(tuple(_AGE_BANDS), tuple(_AGE_BANDS.values()))
_DOMAINS = ("example.com", "example.com", "example.com", "example.org", "example.net")
_LOCALS = (
    "{first}.{last}",
    "{first}.{last}",
    "{first}{last}",
    "{initial}.{last}",
    "{initial}{last}",
    "{last}.{first}",
    "{first}_{last}",
)
_TODAY_ORDINAL = TODAY.toordinal()
_DOUBLED = [sum(divmod(2 * digit, 10)) for digit in range(10)]
# Luhn's sum of the digits of every number of four digits that does not end in the check digit.
_LUHN = [a + b + c + d for a in range(10) for b in _DOUBLED for c in range(10) for d in _DOUBLED]

# With more people than this, fewer of them have a number, or each number would have dozens of owners.
_LANDLINES, _MOBILES = 40_000, 6_000


class Made(NamedTuple):
    """One person; `profile` holds the values of standard fields that have no column of their own."""

    given_name: str
    family_name: str
    date_of_birth: date
    email: str | None
    profile: dict[str, str]


class _Home(NamedTuple):
    community: Community
    family: Family
    address: str
    postcode: str
    telephone: str | None


class _Member(NamedTuple):
    woman: bool
    age: int  # whole years
    family: Family


def people(
    count: int, seed: int = 1, *, first: int = 0, everybody_has_numbers: bool = False
) -> Iterator[Made]:
    """Make people one by one; the first thousand of a million are the thousand of a thousand.

    Those from `first` on are others than the same places of one long row would hold, so that several
    processes can make a crowd together; no two of them have the same account number.

    Ofcom keeps some 17,000 numbers free, so beyond some 40,000 people (6,000 for mobile telephones)
    numbers become rarer, unless everybody is to have them, however many then share each.
    """
    draw = Random(f"{seed} from {first}") if first else Random(seed)
    return islice(_everybody(draw, seed, first, everybody_has_numbers), count)


def account_number(serial: int, seed: int = 1) -> str:
    """The council's reference: eight digits that tell nothing, and a check digit (Luhn's).

    Each of the first ninety million people of a seed has their own.
    """
    number = 10_000_000 + (serial * 48_271_733 + seed * 7_919) % 90_000_000
    high, low = divmod(number, 10_000)
    return f"{number}{-(_LUHN[high] + _LUHN[low]) % 10}"


def _everybody(draw: Random, seed: int, serial: int, everybody_has_numbers: bool) -> Iterator[Made]:
    landlines, mobiles = 1.0, 1.0
    while True:
        if not everybody_has_numbers:
            landlines, mobiles = _rarer(serial, _LANDLINES), _rarer(serial, _MOBILES)
        home = _home(draw, landlines)
        for member in _household(draw, home):
            yield _person(draw, home, member, mobiles, account_number(serial, seed))
            serial += 1


def _rarer(serial: int, enough: int) -> float:
    """Falls off so fast that the sum over any number of people stays below three times `enough`."""
    return 1.0 if serial <= enough else (enough / serial) ** 1.5


def _home(draw: Random, landlines: float) -> _Home:
    random = draw.random
    town: Town = towns()[int(random() * SIZE)]
    community = communities()[town.country][int(random() * SIZE)]
    names, kinds = streets()
    street = f"{names[int(random() * SIZE)]} {kinds[int(random() * SIZE)]}"
    house = 1 + int(random() ** 2 * 160)
    district = town.districts[int(random() * len(town.districts))]
    flat = f"Flat {1 + int(random() * 24)}, " if random() < 0.14 else ""
    telephone = None
    if random() < 0.62 * landlines:
        ranges = town.reserved
        telephone = f"{ranges[int(random() * len(ranges))]}{int(random() * 1000):03}"
    return _Home(
        community,
        community.some_family(draw),
        f"{flat}{house} {street}, {town.name}",
        postcode(district, street, house),
        telephone,
    )


def _household(draw: Random, home: _Home) -> Iterator[_Member]:
    random = draw.random
    woman = random() < 0.51
    age = _age(draw)
    yield _Member(woman, age, home.family)
    size = random()
    if size < 0.32:
        return
    if size < 0.9:
        theirs = home.family if random() < 0.72 else home.community.some_family(draw)
        alike = random() < 0.03
        yield _Member(woman == alike, _near(age + int(random() * 11) - 5), theirs)
    for _ in range(0 if size < 0.66 else 1 if size < 0.86 else 2):
        apart = 20 + int(random() * 19)
        theirs = home.family if random() < 0.9 else home.community.some_family(draw)
        yield _Member(random() < 0.5, _near(age - apart if age - apart >= 16 else age + apart), theirs)


def _age(draw: Random) -> int:
    band = _AGES[int(draw.random() * SIZE)]
    return band + int(draw.random() * (4 if band == 16 else 5))


def _near(age: int) -> int:
    return min(max(age, 16), 99)


def _person(draw: Random, home: _Home, member: _Member, mobiles: float, account: str) -> Made:
    random = draw.random
    community = home.community
    woman, age, family = member
    born = date.fromordinal(_TODAY_ORDINAL - int((age + random()) * 365.25))
    given = community.given_name(draw, woman, born.year)
    family_name = community.family_name(family, woman)
    if woman and random() < 0.03:
        family_name += f"-{community.family_name(community.some_family(draw), woman)}"
    profile = {"address": home.address, "postcode": home.postcode, "account_number": account}
    if title := _title(random(), woman, age):
        profile["title"] = title
    if random() < 0.4:
        profile["middle_names"] = community.given_name(draw, woman, born.year)
    if home.telephone and random() < 0.85:
        profile["telephone"] = home.telephone
    if random() < (0.85 if age < 75 else 0.5) * mobiles:
        profile["mobile"] = f"{MOBILE}{int(random() * 1000):03}"
    email = None
    if random() < (0.82 if age < 65 else 0.6 if age < 80 else 0.25):
        email = _email(draw, given, family_name, born.year)
    return Made(given, family_name, born, email, profile)


def _title(chance: float, woman: bool, age: int) -> str:
    if chance < 0.06:
        return ""
    if chance < 0.08:
        return "Dr"
    if chance < 0.084:
        return "Mx"
    if not woman:
        return "Mr"
    if age > 50:
        return "Mrs" if chance < 0.72 else "Ms" if chance < 0.9 else "Miss"
    return "Ms" if chance < 0.5 else "Miss" if chance < 0.8 else "Mrs"


def _email(draw: Random, given: str, family: str, born: int) -> str:
    random = draw.random
    first, last = code(given), code(family)
    chance = random()
    number = "" if chance < 0.1 else f"{born % 100:02}" if chance < 0.25 else str(int(random() * 9999) + 1)
    local = _LOCALS[int(random() * len(_LOCALS))].format(first=first, last=last, initial=first[:1])
    return f"{local}{number}@{_DOMAINS[int(random() * len(_DOMAINS))]}"
