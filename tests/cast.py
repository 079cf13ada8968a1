"""The cast: the same few people in every test.

Ann is a resident, Bob an agent, Eve may sign in and do nothing, Olga audits, Hal manages human
resources (and so holds what Bob does not). Each test has a tenant of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.lib import clock, tenancy
from alongside.people import roles
from alongside.people.models import (
    Group,
    Holding,
    Kind,
    Membership,
    Person,
    Role,
    Segment,
    SegmentMember,
    Tenant,
)

PASSWORD = "correct horse battery"

AGENT = list(roles.STANDARD["Agent"])
AUDITOR = list(roles.STANDARD["Auditor"])


@pytest.fixture
def new_tenant(request: pytest.FixtureRequest) -> Tenant:
    """A tenant of this test's own, with a domain that every browser finds on this machine."""
    if request.node.get_closest_marker("committed") is None:
        request.getfixturevalue("db")
    name = uuid.uuid4().hex[:12]
    tenant = Tenant.objects.create(name="Port Alder Council", domain=f"t-{name}.localhost")
    with tenancy.within(tenant.pk):
        Segment.objects.create(name="Residents")
    return tenant


@pytest.fixture
def tenant(new_tenant: Tenant) -> Iterator[Tenant]:
    """The tenant, open for the length of the test."""
    with tenancy.within(new_tenant.pk):
        make_person("Anonymous", "user", kind=Kind.ANONYMOUS)
        yield new_tenant


def make_person(
    given_name: str, family_name: str, *, rights: list[str] | None = None, **fields: Any
) -> Person:
    """Somebody in the open tenant's only segment, who signs in by the given name in small letters."""
    person: Person = Person.objects.create(
        given_name=given_name,
        family_name=family_name,
        username=None if fields.get("kind") == Kind.ANONYMOUS else given_name.lower(),
        password=make_password(PASSWORD),
        registered_at=clock.now(),
        **fields,
    )
    SegmentMember.objects.create(person=person, segment=Segment.objects.get())
    if rights is not None:
        role, _ = Role.objects.get_or_create(name=f"Role of {given_name}", defaults={"rights": rights})
        Holding.objects.create(role=role, person=person)
    return person


@pytest.fixture
def ann(tenant: Tenant) -> Person:
    return make_person("Ann", "Example", email="ann@example.com")


@pytest.fixture
def ben(tenant: Tenant) -> Person:
    return make_person("Ben", "Sample", email="ben@example.com")


@pytest.fixture
def bob(tenant: Tenant) -> Person:
    return make_person("Bob", "Helper", rights=AGENT)


@pytest.fixture
def eve(tenant: Tenant) -> Person:
    return make_person("Eve", "Outsider")


@pytest.fixture
def olga(tenant: Tenant) -> Person:
    return make_person("Olga", "Auditor", rights=AUDITOR)


@pytest.fixture
def hal(tenant: Tenant) -> Person:
    person = make_person("Hal", "Resources", rights=["console.enter", "people.personnel"])
    group = Group.objects.create(name="HR", staff=True)
    Membership.objects.create(group=group, person=person)
    return person


@pytest.fixture
def anonymous(tenant: Tenant) -> Person:
    found: Person = Person.objects.get(kind=Kind.ANONYMOUS)
    return found


def helping(agent: Person, person: Person) -> Acting:
    """The agent, in a sitting with the person."""
    assistance = assisting.start(Acting.alone(agent), person)
    return Acting(agent, person, assistance)


def sign_in(tenant: Tenant, person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client(headers={"host": tenant.domain})
    client.force_login(person)
    return client
