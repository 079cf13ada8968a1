"""The demonstration's tenant and everybody who can sign in to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.command import population
from alongside.command.demo import cast, mailings, pages
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Group, Person, Role, Tenant

NAME, DOMAIN, SEGMENT = "Port Alder Council", "localhost", "Port Alder"
SEED = 1
DAYS_OPEN = 30  # how long ago the house was opened


def found() -> Tenant | None:
    """The demonstration's tenant, if it was made before."""
    return Tenant.objects.filter(name=NAME, domain=DOMAIN).first()


def open_house() -> Tenant:
    """The tenant with its cast and its pages, a month ago: all of it, or nothing."""
    with transaction.atomic(), clock.moved(days=-DAYS_OPEN):
        tenant = people.create_tenant(
            NAME, DOMAIN, segment=SEGMENT, options={"shortcuts": list(pages.SHORTCUTS)}
        )
        with tenancy.within(tenant.pk):
            everybody = let_in(tenant)
            pages.publish(Acting.alone(everybody.setup), everybody.groups)
            mailings.set_up(everybody.staff["adam"], [everybody.residents[name] for name in ("ann", "ben")])
    return tenant


class Everybody(NamedTuple):
    """Who can sign in, by user name."""

    setup: Person
    staff: dict[str, Person]
    residents: dict[str, Person]
    groups: dict[str, Group]


def let_in(tenant: Tenant) -> Everybody:
    """Make the cast, their groups, roles and grants, in the open tenant."""
    setup = people.system(tenant)
    acting = Acting.alone(setup)
    groups = {name: people.create_group(acting, name, staff=True) for name in (cast.STAFF, cast.PERSONNEL)}
    staff = {colleague.username: _hire(acting, colleague, groups) for colleague in cast.COLLEAGUES}
    residents = {resident.username: _register(acting, resident) for resident in cast.RESIDENTS}
    # A good hash costs a quarter of a second, and they all have the same password.
    hashed = make_password(cast.PASSWORD)
    for person in [*staff.values(), *residents.values()]:
        people.give_password(acting, person, cast.PASSWORD, hashed=hashed)
    assisting.grant_to_assist_staff(
        Acting.alone(staff["adam"]),
        staff[cast.HELPS_COLLEAGUES],
        reason=cast.HELPS_BECAUSE,
        until=clock.now() + timedelta(days=cast.HELPS_DAYS),
    )
    return Everybody(setup, staff, residents, groups)


def everybody_of(tenant: Tenant) -> Everybody:
    """The cast of a house that was opened before."""
    known = {person.username: person for person in Person.objects.filter(username__isnull=False)}
    return Everybody(
        people.system(tenant),
        {one.username: known[one.username] for one in cast.COLLEAGUES},
        {one.username: known[one.username] for one in cast.RESIDENTS},
        {group.name: group for group in Group.objects.all()},
    )


def some_residents(count: int) -> list[Person]:
    """Residents who cannot sign in, from anywhere in the alphabet."""
    everybody = Person.objects.real().filter(username__isnull=True)
    return list(everybody.order_by("pk")[:count])


def _hire(acting: Acting, colleague: cast.Colleague, groups: dict[str, Group]) -> Person:
    person = people.register(
        acting,
        given_name=colleague.given_name,
        family_name=colleague.family_name,
        username=colleague.username,
        email=f"{colleague.username}@staff.example.com",
    )
    people.give_role(acting, Role.objects.get(name=colleague.role), person)
    for name in colleague.groups:
        people.add_to_group(acting, person, groups[name])
    return person


def _register(acting: Acting, resident: cast.Resident) -> Person:
    return people.register(
        acting,
        given_name=resident.given_name,
        family_name=resident.family_name,
        username=resident.username,
        email=resident.email,
        date_of_birth=resident.date_of_birth,
        profile=resident.profile,
    )


def populate(tenant: Tenant, wanted: int, *, batch: int = 1000) -> Iterator[int]:
    """Register residents until there are as many as wanted, and say after each batch how many there are.

    They are always the same people in the same order, so a larger number later adds those who are
    missing, and a smaller one changes nothing.
    """
    acting = Acting.alone(people.system(tenant))
    present = registered(wanted)
    missing: Iterable[population.Made] = islice(population.people(wanted, SEED), present, None)
    while chunk := list(islice(missing, batch)):
        present += people.register_many(acting, chunk)
        yield present


def registered(wanted: int) -> int:
    """How many of the first `wanted` residents are there: they came in order, so halving finds it."""
    low, high = 0, wanted
    while low < high:
        middle = (low + high) // 2
        if _is_there(middle):
            low = middle + 1
        else:
            high = middle
    return low


def _is_there(serial: int) -> bool:
    number = population.account_number(serial, SEED)
    return bool(Person.objects.filter(profile__account_number=number).exists())
