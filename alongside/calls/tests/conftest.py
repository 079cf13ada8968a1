"""Experts, and a conference of one of them."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.models import Call, Delivery
from alongside.people import roles
from alongside.people.models import Person, Tenant
from tests.cast import make_person
from tests.council import setup as setup
from tests.council import tenant as tenant


def expert(name: str) -> Person:
    return make_person(name, "Expert", rights=list(roles.STANDARD["Assist"]))


@pytest.fixture
def xenia(tenant: Tenant) -> Acting:
    return Acting.alone(expert("Xenia"))


@pytest.fixture
def yuri(tenant: Tenant) -> Acting:
    return Acting.alone(expert("Yuri"))


@pytest.fixture
def call(xenia: Acting) -> Call:
    return calls.create_conference(xenia, "The boiler")


@pytest.fixture
def token(xenia: Acting, call: Call) -> str:
    return calls.invite(xenia, call, Delivery.LINK, name="Gus")[1]
