from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.people.models import Person
from tests.cast import AGENT, make_person
from tests.council import resident, setup, tenant

__all__ = ["setup", "tenant"]


@pytest.fixture
def anne(setup: Acting) -> Person:
    return resident(setup, "Anne", "Smith", email="anne@example.com", telephone="01632 960123")


@pytest.fixture
def double(setup: Acting) -> Person:
    """Another record of Anne."""
    return resident(setup, "Zoe", "Smyth", date_of_birth="1980-03-12", telephone="01632 960456")


@pytest.fixture
def bea(setup: Acting) -> Person:
    """A second agent."""
    return make_person("Bea", "Second", rights=AGENT)
