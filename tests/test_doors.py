"""The console's doors, tried by those who have no business there."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import get_resolver

from alongside.people.models import Person, Tenant
from tests.cast import sign_in
from tests.test_rules import routes

pytestmark = pytest.mark.django_db

PLACES = {"int": "4352824608006448", "uuid": str(uuid.UUID(int=7)), "slug": "any", "str": "any"}


def addresses() -> list[str]:
    """Every address of the console, with something in the place of its variables."""
    return [
        "/" + re.sub(r"<(\w+):\w+>", lambda found: PLACES[found[1]], address)
        for address, _ in routes(get_resolver().url_patterns)
        if address.startswith("console/")
    ]


def test_whoever_is_no_agent_does_nothing_in_the_console(tenant: Tenant, eve: Person) -> None:
    client = sign_in(tenant, eve)

    answers = {address: client.post(address) for address in addresses()}

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(answers, 404)
    assert len({answer.content for answer in answers.values()}) == 1


def test_whoever_is_no_agent_sees_nothing_of_the_console(tenant: Tenant, eve: Person) -> None:
    """405: what only takes a POST, such as stopping, which is open to those who have lost their rights."""
    client = sign_in(tenant, eve)

    seen = {address: client.get(address).status_code for address in addresses()}

    posted = {address for address, status in seen.items() if status == 405}
    assert {address.rsplit("/", 2)[1] for address in posted} == {"ending", "use"}
    assert {status for address, status in seen.items() if address not in posted} == {404}


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_asked_to(tenant: Tenant, method: str) -> None:
    client = Client(headers={"host": tenant.domain})

    for address in addresses():
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), address
