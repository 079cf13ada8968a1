"""A guest's way by a link into a call and out of it, without scripts (spec A7–A16; security.md T-25)."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.models import Call, Delivery, Message, Participant, Presence
from alongside.history.models import Entry
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import text_of
from tests.cast import sign_in

pytestmark = pytest.mark.django_db

SCANNERS = (
    "Slackbot-LinkExpanding 1.0",
    "WhatsApp/2.0",
    "facebookexternalhit/1.1",
    "BarracudaCentral",
    "curl/8",
)


@pytest.fixture
def browser(tenant: Tenant) -> Client:
    return Client(headers={"host": tenant.domain})


def enter(browser: Client, token: str, name: str = "Gus") -> str:
    """Join by the link; where the call is."""
    answer = browser.post(f"/join/?link={token}", {"name": name, "terms": "on", "version": "1"})
    assert answer.status_code == 303, text_of(answer)
    room: str = answer["Location"]
    return room


def test_opening_a_link_changes_nothing_whoever_opens_it(browser: Client, call: Call, token: str) -> None:
    entries = Entry.objects.count()
    for agent in SCANNERS:
        for method in (browser.get, browser.head):
            answer = method(f"/join/?link={token}", headers={"user-agent": agent})
            assert (answer.status_code, answer["Referrer-Policy"]) == (200, "same-origin")
            assert answer["Cache-Control"] == "no-store"
    assert (Participant.objects.count(), Entry.objects.count()) == (0, entries)
    assert "Xenia Expert of Port Alder Council invites you" in text_of(browser.get(f"/join/?link={token}"))


def test_joining_asks_for_a_name_and_the_terms_and_keeps_what_was_typed(
    browser: Client, call: Call, token: str
) -> None:
    address = f"/join/?link={token}"
    for typed, said in (
        ({"name": "", "terms": "on", "version": "1"}, "Enter your name."),
        ({"name": "Gus", "version": "1"}, "Agree to the terms to join the call."),
        ({"name": "Gus", "terms": "on", "version": "old"}, "The terms have changed meanwhile."),
        ({"name": "G" * 101, "terms": "on", "version": "1"}, "at most 100 characters"),
    ):
        answer = browser.post(address, typed)
        assert (answer.status_code, said in text_of(answer)) == (422, True), said
        assert typed["name"] in answer.content.decode()
    assert not Participant.objects.exists()
    browser.post(
        address, {"name": "Gus", "terms": "on", "version": "1"}, headers={"user-agent": "iPhone Mobile"}
    )
    taking = Participant.objects.get()
    assert (taking.kind, taking.client, taking.terms_version) == ("guest_browser", "mobile_web", "1")


def test_a_guest_writes_reads_and_leaves(browser: Client, call: Call, token: str, xenia: Acting) -> None:
    calls.join(xenia, call)
    room = enter(browser, token)
    assert browser.get(room).status_code == 200
    assert browser.post(f"{room}messages/", {"text": "It drips. <b>Here</b>."}).status_code == 303
    calls.say(xenia, call, "Turn the red tap.")
    page = browser.get(room).content.decode()
    assert "It drips. &lt;b&gt;Here&lt;/b&gt;." in page
    assert "Turn the red tap." in browser.get(f"{room}beside/").content.decode()
    assert "End for everybody" not in page
    long = browser.post(f"{room}messages/", {"text": "x" * 4001})
    assert (long.status_code, "x" * 4001 in long.content.decode()) == (422, True)
    assert browser.post(f"{room}end/").status_code == 404
    browser.post(f"{room}leaving/")
    assert "You left the call." in text_of(browser.get(room))
    assert browser.get(f"{room}beside/").status_code == 205
    browser.post(f"{room}messages/", {"text": "Too late."})
    assert Message.objects.count() == 2
    calls.leave(xenia, call)
    refused = browser.get(f"/join/?link={token}")
    assert (refused.status_code, "Everybody has left this call" in text_of(refused)) == (410, True)


def test_a_guest_waits_is_let_in_and_removed(browser: Client, xenia: Acting, tenant: Tenant) -> None:
    call = calls.create_conference(xenia, "With a lobby", lobby=True)
    _, token = calls.invite(xenia, call, Delivery.QR)
    expert = sign_in(tenant, Person.objects.get(pk=xenia.actor.id))
    expert.post(f"/call/{call.pk}/joining/")
    room = enter(browser, token)
    assert "Somebody in the call lets you in." in text_of(browser.get(room))
    assert browser.get(f"{room}beside/").status_code == 204
    assert browser.post(f"{room}messages/", {"text": "Hello?"}).status_code == 303
    gus = Participant.objects.get(state=Presence.WAITING)
    assert "Gus" in text_of(expert.get(room))
    expert.post(f"{room}admissions/{gus.pk}/")
    assert browser.get(f"{room}beside/").status_code == 200
    expert.post(f"{room}removals/{gus.pk}/")
    assert "You were removed" in text_of(browser.get(room))
    assert not Message.objects.exists()
    expert.post(f"{room}end/")
    assert "The call is over." in text_of(expert.get(room))


def test_a_call_is_not_there_for_whoever_has_nothing_to_do_with_it(
    browser: Client, tenant: Tenant, call: Call, token: str, xenia: Acting, yuri: Acting, eve: Person
) -> None:
    other = calls.create_conference(xenia, "Another")
    enter(browser, token)
    colleague = sign_in(tenant, Person.objects.get(pk=yuri.actor.id))
    for client, room in (
        (Client(headers={"host": tenant.domain}), call),
        (sign_in(tenant, eve), call),
        (colleague, call),
        (browser, other),
    ):
        assert client.get(f"/call/{room.pk}/").status_code == 404
        assert client.get(f"/call/{room.pk}/beside/").status_code == 404
        for deed in ("joining", "leaving", "messages", "end"):
            assert client.post(f"/call/{room.pk}/{deed}/").status_code == 404
    unknown = browser.get("/join/?link=nobody-sent-this")
    assert (unknown.status_code, "There is no such link." in text_of(unknown)) == (404, True)
    assert browser.get("/join/").status_code == 404


def test_a_guests_session_holds_for_one_call_and_no_page_beside_it(
    browser: Client, call: Call, token: str
) -> None:
    room = enter(browser, token)
    cookie = browser.cookies["alongside_call"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (room, True, "Lax")
    assert browser.get("/console/").status_code == 302
    assert browser.get("/account/").status_code == 302


def test_relays_are_tried_by_those_in_the_call_alone(
    browser: Client, call: Call, token: str, settings: Settings
) -> None:
    settings.STUN, settings.TURN, settings.TURN_SECRET = ["stun:s"], ["turn:t"], "secret"
    room = enter(browser, token)
    inside = browser.get(f"{room}try/").content.decode()
    assert ("stun:s" in inside, "turn:t" in inside, '"credential"' in inside) == (True, True, True)
    browser.post(f"{room}leaving/")
    for page in (f"{room}try/", "/call/try/"):
        told = browser.get(page).content.decode()
        assert ("stun:s" in told, "turn:t" in told, '"credential"' in told) == (True, False, False)
