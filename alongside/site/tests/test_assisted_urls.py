"""The pages of staff that are also open below an assistance's address."""

from __future__ import annotations

import pytest

from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person, sign_in

pytestmark = pytest.mark.django_db


def test_they_open_while_the_telephone_is_listened_to(tenant: Tenant, ann: Person) -> None:
    tenant.options = {**tenant.options, "telephony": True}
    tenant.save()
    agent = make_person("Ivy", "Helper", rights=[*AGENT, "cases.search", "desk.view"])
    client = sign_in(tenant, agent)
    mount = client.post("/console/assistances/", {"person": ann.pk}).headers["Location"] + "console/"

    pages = {page: client.get(f"{mount}{page}/") for page in ("cases", "desk", "tasks")}

    assert {page: answer.status_code for page, answer in pages.items()} == dict.fromkeys(pages, 200)
    for answer in pages.values():
        assert 'data-calls="/console/calls/stream/"' in answer.content.decode()
