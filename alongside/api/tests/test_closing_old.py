"""A program closes contacts that were left open (spec G67–G69, J6), and is kept from everything else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.interactions import actions
from alongside.interactions.models import Interaction, State
from alongside.lib import clock
from alongside.people.actions import tokens
from alongside.people.actions.tokens import Misgiven
from alongside.people.models import Person, ProgramToken, Tenant
from tests.cast import AGENT, make_person, sign_in

pytestmark = pytest.mark.django_db

METHOD = "goss.AssistedService.closeOldInteractions"


@pytest.fixture
def adam(tenant: Tenant) -> Person:
    return make_person(
        "Adam", "Runner", rights=["console.enter", "people.make_token", "interactions.close_old"]
    )


@pytest.fixture
def token(adam: Person) -> str:
    _, text = tokens.make_token(Acting.alone(adam), "Nightly", scopes=["interactions.close_old"], days=30)
    return text


@pytest.fixture
def left_open(tenant: Tenant) -> dict[int, Interaction]:
    """Contacts of seven, nine and eleven days."""
    made = {}
    for days in (7, 9, 11):
        agent = make_person(f"Agent{days}", "Left", rights=AGENT)
        made[days] = actions.begin(Acting.alone(agent), channel="phone", service="benefits")
        Interaction.objects.filter(pk=made[days].pk).update(
            begun_at=clock.now() - timedelta(days=days), running_since=clock.now() - timedelta(days=days)
        )
    return made


def call(tenant: Tenant, token: str, params: Any = None, *, method: Any = METHOD) -> Any:
    said = {"id": 7, "method": method} | ({} if params is None else {"params": params})
    return Client(headers={"host": tenant.domain}).post(
        "/api/", said, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )


def closed(left_open: dict[int, Interaction]) -> list[int]:
    return [
        days for days, one in left_open.items() if Interaction.objects.get(pk=one.pk).state == State.CLOSED
    ]


def test_j6_a_dry_run_lists_and_a_real_run_closes(
    tenant: Tenant, token: str, left_open: dict[int, Interaction], adam: Person
) -> None:
    listed = call(tenant, token, {"dryRunMode": True}).json()
    assert listed["id"] == 7
    assert [one["days"] for one in listed["result"]["interactions"]] == [11, 9]
    assert (listed["result"]["closed"], closed(left_open)) == (0, [])

    assert call(tenant, token, {"daysToRetain": 10}).json()["result"]["closed"] == 1
    assert closed(left_open) == [11]
    assert call(tenant, token).json()["result"]["closed"] == 1
    assert closed(left_open) == [9, 11]
    entry = Entry.objects.filter(kind="interactions.closed_automatically").latest("number")
    assert entry.actor_ref == adam.ref


@pytest.mark.parametrize(
    "params",
    [
        {"daysToRetain": "ten"},
        {"daysToRetain": True},
        {"daysToRetain": -1},
        {"dryRunMode": 1},
        {"dry": 1},
        [1],
    ],
)
def test_what_it_cannot_take_is_said(
    tenant: Tenant, token: str, left_open: dict[int, Interaction], params: Any
) -> None:
    assert call(tenant, token, params).json()["error"]["code"] == -32602
    assert closed(left_open) == []


def test_other_methods_are_not_there(tenant: Tenant, token: str) -> None:
    assert call(tenant, token, method="goss.Everything.delete").json()["error"]["code"] == -32601
    assert call(tenant, token, method=7).json()["error"]["code"] == -32600
    answer = Client(headers={"host": tenant.domain, "Authorization": f"Bearer {token}"}).post(
        "/api/", "{", content_type="application/json"
    )
    assert answer.json()["error"]["code"] == -32700


@pytest.mark.parametrize(
    "spoilt", ["", "alongside", "alongside_x_y", "{}x", "alongside_00000000000000000000000000000000_x"]
)
def test_without_a_good_token_nobody_comes_in(tenant: Tenant, token: str, spoilt: str) -> None:
    answer = call(tenant, spoilt.format(token))

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_ends(tenant: Tenant, token: str, adam: Person) -> None:
    """When it expires, is revoked, or its maker loses the right or goes."""
    assert call(tenant, token, {"dryRunMode": True}).status_code == 200
    with clock.moved(days=31):
        assert call(tenant, token).status_code == 401
    role = adam.holdings.get().role
    role.rights = ["console.enter"]
    role.save()
    assert call(tenant, token).json()["error"]["code"] == -32601
    adam.is_active = False
    adam.save()
    assert call(tenant, token).status_code == 401


def test_only_a_hash_is_kept(token: str) -> None:
    stored = str(ProgramToken.objects.values().get())

    assert token.split("_", 2)[2] not in stored


def test_an_administrator_makes_and_revokes_tokens(tenant: Tenant, adam: Person) -> None:
    adams = sign_in(tenant, adam)
    said = {"name": "Nightly", "scopes": ["interactions.close_old"], "days": 30}
    page = adams.post("/console/programs/", said)
    text = page.content.decode().partition("data-token>")[2].partition("<")[0]
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert call(tenant, text, {"dryRunMode": True}).status_code == 200
    assert text not in adams.get("/console/programs/").content.decode()

    (token,) = ProgramToken.objects.all()
    for _ in range(2):
        assert adams.post(f"/console/programs/{token.pk}/revocation/").status_code == 303
    assert call(tenant, text).status_code == 401
    assert Entry.objects.filter(kind="people.token_revoked").count() == 1
    for wrong in ({"name": ""}, {"scopes": ["people.erase"]}, {"days": 5000}):
        assert adams.post("/console/programs/", said | wrong).status_code == 422


def test_nobody_gives_more_than_they_have(adam: Person) -> None:
    for scopes, days in ((["people.erase"], 30), ([], 30), (["interactions.close_old"], 367)):
        with pytest.raises(Misgiven):
            tokens.make_token(Acting.alone(adam), "Nightly", scopes=scopes, days=days)
