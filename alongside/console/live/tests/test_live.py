"""Experts run their calls from the console, without scripts (spec A17–A23)."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.models import Call, Delivery, Invitation, Participant, Presence, ServiceRequest
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import text_of
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db

QUERIES = 7


@pytest.fixture
def desk(tenant: Tenant, xenia: Acting) -> Client:
    return sign_in(tenant, Person.objects.get(pk=xenia.actor.id))


def link_on(answer: object) -> str:
    found = re.search(r'value="http://[^/]+(/join/\?link=[^"]+)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_an_expert_makes_a_conference_and_invites_to_it(desk: Client, tenant: Tenant, yuri: Acting) -> None:
    typed = {"kind": "conference", "title": " ", "lobby": "on"}
    wrong = desk.post("/console/live/new/", typed)
    assert (wrong.status_code, "Say what the call is about." in text_of(wrong)) == (422, True)
    made = desk.post("/console/live/new/", typed | {"title": "The boiler"})
    call = Call.objects.get()
    assert (made.status_code, made["Location"]) == (303, f"/console/live/{call.pk}/")
    page = f"/console/live/{call.pk}/"
    refused = desk.post(f"{page}invitations/", {"delivery": "email", "address": "gus"})
    assert (refused.status_code, Invitation.objects.count()) == (422, 0)
    shown = desk.post(f"{page}invitations/", {"delivery": "link", "name": "Gus"})
    assert "data:image/svg+xml" in shown.content.decode()
    link = link_on(shown)
    assert link not in desk.get(page).content.decode()  # shown once
    sent = desk.post(f"{page}invitations/", {"delivery": "email", "address": "gus@example.org"})
    assert "was sent to gus@example.org" in text_of(sent)
    assert link_on(sent) in mail.outbox[0].body
    desk.post(f"{page}people/", {"person": yuri.actor.id})
    assert call.participants.get().state == Presence.INVITED
    first = Invitation.objects.get(guest_name="Gus")
    assert desk.post(f"/console/live/invitations/{first.pk}/revocation/").status_code == 303
    guest = Client(headers={"host": tenant.domain}).get(link)
    assert (guest.status_code, "taken back" in text_of(guest)) == (410, True)
    desk.post(f"{page}cancellation/")
    assert Call.objects.get().end_reason == "cancelled"


def test_a_service_request_that_a_guest_opens_waits_on_the_dashboard(desk: Client, tenant: Tenant) -> None:
    desk.post("/console/live/new/", {"kind": "service_request", "title": "The meter"})
    offer = ServiceRequest.objects.get()
    page = f"/console/live/requests/{offer.pk}/"
    link = link_on(desk.post(f"{page}invitations/", {"delivery": "link"}))
    assert "The meter" in text_of(desk.get("/console/live/"))
    guest = Client(headers={"host": tenant.domain})
    guest.post(link, {"name": "Gus", "terms": "on", "version": "1"})
    call = Call.objects.get()
    board = text_of(desk.get("/console/live/"))
    assert "Waiting for you" in board
    joined = desk.post(f"/call/{call.pk}/joining/")
    assert joined["Location"] == f"/call/{call.pk}/"
    assert "Waiting for you" not in text_of(desk.get("/console/live/"))
    assert "See the call" in text_of(desk.get(page))
    # What somebody has taken up is not withdrawn; what nobody has is, and its link is dead.
    assert desk.post(f"{page}withdrawal/")["Location"] == page
    desk.post("/console/live/new/", {"kind": "service_request", "title": "The tap"})
    other = ServiceRequest.objects.get(title="The tap")
    page = f"/console/live/requests/{other.pk}/"
    link = link_on(desk.post(f"{page}invitations/", {"delivery": "link"}))
    assert desk.post(f"{page}withdrawal/")["Location"] == "/console/live/"
    assert (Client(headers={"host": tenant.domain}).get(link).status_code, Call.objects.count()) == (410, 1)
    assert "Withdrawn" in text_of(desk.get(page))
    assert desk.post(f"{page}invitations/", {"delivery": "link"}).status_code == 422


def test_the_dashboard_asks_the_same_whatever_stands_on_it(
    desk: Client, xenia: Acting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def make() -> None:
        calls.join(xenia, calls.create_conference(xenia, "Now"))
        calls.create_conference(xenia, "Later")
        calls.invite_to_request(xenia, calls.request_service(xenia, "Any time"), Delivery.LINK)

    make()
    desk.get("/console/live/")
    with django_assert_num_queries(QUERIES):
        desk.get("/console/live/")
    make()
    make()
    with django_assert_num_queries(QUERIES):
        assert text_of(desk.get("/console/live/")).count("Any time") >= 3


def test_another_experts_calls_are_not_there(desk: Client, yuri: Acting, tenant: Tenant) -> None:
    call = calls.create_conference(yuri, "The boiler")
    offer = calls.request_service(yuri, "The meter")
    made, _ = calls.invite(yuri, call, Delivery.LINK)
    for address in (f"/console/live/{call.pk}/", f"/console/live/requests/{offer.pk}/", f"/call/{call.pk}/"):
        assert desk.get(address).status_code == 404
    for address in (
        f"/console/live/{call.pk}/invitations/",
        f"/console/live/{call.pk}/cancellation/",
        f"/console/live/invitations/{made.pk}/revocation/",
        f"/console/live/requests/{offer.pk}/invitations/",
        f"/call/{call.pk}/joining/",
        f"/call/{call.pk}/end/",
    ):
        assert desk.post(address, {"delivery": "link"}).status_code == 404
    assert not Participant.objects.exists()


def test_a_right_without_those_it_rests_on_opens_nothing(tenant: Tenant) -> None:
    lone = make_person("Lone", "Right", rights=["console.enter", "xa_ocall_xassist-dashboard"])
    assert sign_in(tenant, lone).get("/console/live/").status_code == 404
