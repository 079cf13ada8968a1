import pytest

from alongside.people import roles
from alongside.people.actions.tests.conftest import mia, susan
from alongside.people.models import Person, Tenant
from tests.cast import make_person
from tests.council import setup, tenant

__all__ = ["mia", "mona", "setup", "susan", "tenant"]


@pytest.fixture
def mona(tenant: Tenant) -> Person:
    """Who leads agents."""
    return make_person("Mona", "Leader", rights=list(roles.STANDARD["CSR Manager"]))
