"""The cast in a tenant that was made as every tenant is: with its fields, its roles, its first author.

A `conftest.py` says `from tests.council import setup, tenant`, and Ann, Bob and the others live there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.assisting.acting import Acting
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person, Tenant


@pytest.fixture
def tenant(db: None) -> Iterator[Tenant]:
    """The tenant, open for the length of the test."""
    made = people.create_tenant(
        "Port Alder Council", f"t-{uuid.uuid4().hex[:12]}.localhost", segment="Residents"
    )
    with tenancy.within(made.pk):
        yield made


@pytest.fixture
def setup(tenant: Tenant) -> Acting:
    """The tenant's own first author, who may do everything."""
    return Acting.alone(people.system(tenant))


def resident(setup: Acting, given_name: str = "Ann", family_name: str = "Smith", **known: Any) -> Person:
    """Somebody who can be found; what is no column is a profile field."""
    columns = {name: known.pop(name) for name in ("email", "date_of_birth", "segments") if name in known}
    return people.register(setup, given_name=given_name, family_name=family_name, profile=known, **columns)


def browser_of(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client(headers={"host": person.tenant.domain})
    client.force_login(person)
    return client


def queries_of(client: Client, path: str) -> int:
    """How many statements a page takes, with what a running house remembers already remembered."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
