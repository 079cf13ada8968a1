import pytest

from alongside.people import roles
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person
from tests.council import setup, tenant

__all__ = ["mia", "setup", "susan", "tenant"]


@pytest.fixture
def susan(tenant: Tenant) -> Person:
    """Who may do everything, and can be written to."""
    return make_person("Susan", "Chief", rights=list(roles.STANDARD["Superuser"]), email="susan@example.com")


@pytest.fixture
def mia(tenant: Tenant) -> Person:
    """Another agent beside Bob."""
    return make_person("Mia", "Low", rights=AGENT)
