"""Calls appear at the agent at whom they ring, and their numbers in no address and no log (T-05)."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.interactions.actions import calls
from alongside.interactions.models import CallKey, CallPop, Interaction
from alongside.interactions.numbers import USUAL, formats, number_in
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from tests.cast import AGENT, make_person, sign_in

NUMBER = "01632 960123"


@pytest.fixture
def key(setup: Acting) -> tuple[CallKey, str]:
    return calls.make_call_key(setup, "Exchange")


@pytest.fixture
def bob(tenant: Tenant, setup: Acting) -> Person:

    return make_person("Bob", "Helper", rights=AGENT)


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


def announce(tenant: Tenant, key: tuple[CallKey, str], said: Mapping[str, Any], **headers: str) -> Any:
    body = json.dumps(said).encode()
    at, nonce = str(int(time.time())), secrets.token_urlsafe(16)
    sent = {"Key": str(key[0].pk), "Time": at, "Nonce": nonce} | headers
    sent.setdefault(
        "Signature", calls.signature(key[1], timestamp=sent["Time"], nonce=sent["Nonce"], body=body)
    )
    return Client(headers={"host": tenant.domain}).post(
        "/api/calls/",
        body,
        content_type="application/json",
        headers={f"X-Alongside-{name}": value for name, value in sent.items()},
    )


CALL = {"agent": "bob", "number": "tel:+441632960123", "channel": "phone", "service": "roads"}


@pytest.mark.django_db
def test_a_call_appears_at_its_agent_alone_and_begins_a_contact(
    tenant: Tenant, setup: Acting, key: tuple[CallKey, str], bobs: Client
) -> None:
    for given in ("Ann", "Ben"):
        people.register(setup, given_name=given, family_name="Shared", profile={"telephone": NUMBER})

    others = sign_in(tenant, make_person("Gil", "Second", rights=AGENT))
    answer = announce(tenant, key, CALL)
    assert (answer.status_code, "1632" in answer.content.decode()) == (201, False)

    told = bobs.get("/console/calls/stream/").content.decode()
    assert ("event: call" in told, "1632" in told) == (True, False)
    assert "event: call" not in others.get("/console/calls/stream/").content.decode()
    last = re.findall(r"^id: (\d+)$", told, re.MULTILINE)[0]
    again = bobs.get("/console/calls/stream/", headers={"Last-Event-ID": last}).content.decode()
    assert "event: call" not in again
    assert "A call for you" in bobs.get("/console/calls/").content.decode()

    address = answer.json()["url"]
    assert others.get(address).status_code == 404
    assert "A call from +441632960123" in bobs.get(address).content.decode()
    found = bobs.post(f"{address}answer/", follow=True)
    assert ("Ann Shared" in found.content.decode(), "Ben Shared" in found.content.decode()) == (True, True)
    assert all("1632" not in path for path, _ in found.redirect_chain)
    contact = Interaction.objects.get()
    assert (contact.channel, contact.service, contact.note) == ("phone", "roads", "Call from +441632960123")
    assert "Nothing rings" in bobs.get("/console/calls/").content.decode()
    assert "1632" not in str([entry.open() for entry in Entry.objects.filter(kind__contains="call")])


@pytest.mark.django_db
def test_an_unknown_number_is_filled_in_to_register(bobs: Client) -> None:
    found = bobs.get("/console/", {"q": "sip:01632960777@exchange.example", "channel": "phone"}, follow=True)

    page = found.content.decode()
    assert "Begin a contact" in page
    form = bobs.get(re.findall(r'href="(/console/people/new/\?search=[0-9a-f-]+)"', page)[0]).content.decode()
    assert 'value="01632960777"' in form
    assert all("1632960777" not in path for path, _ in found.redirect_chain)
    assert found["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoilt",
    [
        {"Signature": "0" * 64},
        {"Signature": "\u00e9"},
        {"Key": "no key"},
        {"Time": "12"},
        {"Time": "now"},
        {"Nonce": "short"},
    ],
)
def test_what_is_not_signed_announces_nothing(
    tenant: Tenant, key: tuple[CallKey, str], bob: Person, spoilt: dict[str, str]
) -> None:
    if "\u00e9" in spoilt.get("Signature", ""):
        spoilt = {"Signature": "not hex"}

    assert announce(tenant, key, CALL, **spoilt).status_code == 401
    assert not CallPop.objects.exists()


@pytest.mark.django_db
def test_a_signature_is_taken_once_and_not_for_long(
    tenant: Tenant, setup: Acting, key: tuple[CallKey, str], bob: Person
) -> None:
    once = secrets.token_urlsafe(16)
    assert [announce(tenant, key, CALL, Nonce=once).status_code for _ in range(2)] == [201, 401]
    with clock.moved(seconds=62):
        assert announce(tenant, key, CALL).status_code == 401
    with clock.moved(hours=2):
        calls.forget_calls(clock.now())
    assert not CallPop.objects.exists()

    calls.revoke_call_key(setup, key[0].pk)
    calls.revoke_call_key(setup, key[0].pk)
    assert announce(tenant, key, CALL).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"agent": "nobody"}, 404),
        ({"agent": "ann"}, 404),
        ({"number": "anonymous"}, 400),
        ({"number": 7}, 400),
        ({"number": "1" * 40}, 400),
        ({"channel": "smoke", "service": "magic"}, 201),
    ],
)
def test_what_cannot_be_announced_is_said(
    tenant: Tenant, key: tuple[CallKey, str], bob: Person, said: dict[str, Any], status: int
) -> None:
    assert announce(tenant, key, CALL | said).status_code == status


@pytest.mark.django_db
def test_keys_are_made_and_revoked_in_the_console(tenant: Tenant) -> None:

    adams = sign_in(
        tenant, make_person("Adam", "Runner", rights=["console.enter", "interactions.make_call_key"])
    )
    assert adams.post("/console/calls/keys/", {"name": " "}).status_code == 422
    page = adams.post("/console/calls/keys/", {"name": "Exchange"})
    key = CallKey.objects.get()
    assert (calls.secret_of(key) in page.content.decode(), page["Cache-Control"]) == (True, "no-store")
    assert calls.secret_of(key) not in adams.get("/console/calls/keys/").content.decode()
    assert adams.post(f"/console/calls/keys/{key.pk}/revocation/").status_code == 303
    tenant.refresh_from_db()
    assert tenant.options["telephony"] is True


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tel:+44-1632-960123", "+44-1632-960123"),
        ("sip:01632960123@pbx.example;user=phone", "01632960123"),
        ("9,01632960123", "01632960123"),
        ("smith, ann", "smith, ann"),
        ("tel:", "tel:"),
    ],
)
def test_numbers_are_read_as_softphones_write_them(text: str, number: str) -> None:
    templates = formats({"number_formats": ["9,#", "no place", 7, "##"]})

    assert templates == ("9,#", *USUAL)
    assert number_in(text, templates) == number
