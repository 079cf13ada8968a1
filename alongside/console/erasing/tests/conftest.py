from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.people import roles
from alongside.people.models import Person
from tests.cast import make_person
from tests.council import resident, setup, tenant

__all__ = ["setup", "tenant"]


@pytest.fixture
def anne(setup: Acting) -> Person:
    return resident(setup, "Anne", "Smith", email="anne@example.com")


@pytest.fixture
def olive(setup: Acting) -> Person:
    """An administrator."""
    return make_person("Olive", "First", rights=list(roles.STANDARD["Administrator"]))


@pytest.fixture
def theo(setup: Acting) -> Person:
    """A second administrator."""
    return make_person("Theo", "Second", rights=list(roles.STANDARD["Administrator"]))
