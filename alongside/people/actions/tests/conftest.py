from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.people import roles
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person
from tests.council import resident, setup, tenant

__all__ = ["mia", "setup", "susan", "tenant"]


@pytest.fixture
def susan(tenant: Tenant) -> Person:
    """Who may do everything, and can be written to."""
    return make_person("Susan", "Chief", rights=list(roles.STANDARD["Superuser"]), email="susan@example.com")


@pytest.fixture
def mia(tenant: Tenant) -> Person:
    """Another agent beside Bob."""
    return make_person("Mia", "Low", rights=AGENT)


@pytest.fixture
def anne(setup: Acting) -> Person:
    return resident(setup, "Anne", "Smith", email="anne@example.com", telephone="01632 960123")


@pytest.fixture
def double(setup: Acting) -> Person:
    """Another record of Anne."""
    return resident(setup, "Ann", "Smyth", date_of_birth="1980-03-12", mobile="07700 900123")


@pytest.fixture
def agent(bob: Person) -> Acting:
    return Acting.alone(bob)
