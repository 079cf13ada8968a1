"""Contacts: who is there, calling them and their teams, what rings, and the phonebook (J21, A19–A24)."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.actions.phonebook import Listed
from alongside.calls.models import Call, PhonebookEntry
from alongside.calls.tests.conftest import expert
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import roles
from alongside.people.models import Group, Membership, Person, Tenant
from alongside.portal.tests.doors import text_of
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/console/live/contacts/"
QUERIES = 9


def browser(tenant: Tenant, acting: Acting) -> Client:
    return sign_in(tenant, Person.objects.get(pk=acting.actor.id))


def test_a_call_rings_at_whom_it_is_for_until_they_answer(
    tenant: Tenant, xenia: Acting, yuri: Acting
) -> None:
    xenias, yuris = browser(tenant, xenia), browser(tenant, yuri)
    assert "Away" in text_of(xenias.get(PAGE))
    assert yuris.post("/console/live/ringing/").json() == {"calls": []}
    assert "There" in text_of(xenias.get(PAGE))
    with clock.moved(minutes=2):
        assert "Away" in text_of(xenias.get(PAGE))
    room = xenias.post(f"{PAGE}calls/", {"person": yuri.actor.id})["Location"]
    (told,) = yuris.post("/console/live/ringing/").json()["calls"]
    assert (told["by"], told["url"]) == ("Xenia Expert", room)
    assert "Xenia Expert" in text_of(yuris.get("/console/live/"))  # also to join later, from the dashboard
    yuris.post(f"{room}joining/")
    assert yuris.post("/console/live/ringing/").json() == {"calls": []}
    assert "In a call" in text_of(xenias.get(PAGE))
    assert Entry.objects.of_kinds("calls.called").count() == 1
    nobody = xenias.post(f"{PAGE}calls/", {"person": "1"}, follow=True)
    assert "Choose somebody who has access to calls." in text_of(nobody)


def test_a_team_is_called_and_whoever_left_it_is_not(tenant: Tenant, xenia: Acting, yuri: Acting) -> None:
    team = Group.objects.create(name="Boilers")
    member = Membership.objects.create(group=team, person_id=yuri.actor.id)
    xenias, yuris = browser(tenant, xenia), browser(tenant, yuri)
    xenias.post(f"{PAGE}calls/", {"team": "Boilers"})
    assert Call.objects.get().participants.count() == 2
    assert len(yuris.post("/console/live/ringing/").json()["calls"]) == 1
    member.delete()
    assert "Boilers" not in text_of(xenias.get(PAGE))


def test_the_phonebook_is_edited_by_whoever_may(tenant: Tenant, xenia: Acting) -> None:
    lead = sign_in(tenant, make_person("Lea", "Lead", rights=["console.enter", *roles.LEADING_CALLS]))
    wrong = lead.post(f"{PAGE}new/", {"name": "Gus", "telephone": "12"})
    assert (wrong.status_code, "Enter a telephone number" in text_of(wrong)) == (422, True)
    lead.post(f"{PAGE}new/", {"name": "Gus", "email": "gus@example.com"})
    found = PhonebookEntry.objects.get()
    lead.post(f"{PAGE}{found.pk}/", {"name": "Gustav", "telephone": "07700 900123"})
    xenias = browser(tenant, xenia)
    assert "Gustav 07700 900123" in text_of(xenias.get(PAGE))
    assert xenias.get(f"{PAGE}{found.pk}/").status_code == 404
    assert xenias.post(f"{PAGE}{found.pk}/removal/").status_code == 404
    lead.post(f"{PAGE}{found.pk}/removal/")
    assert (PhonebookEntry.objects.count(), Entry.objects.of_kinds("calls.phonebook_changed").count()) == (
        0,
        3,
    )


def test_the_list_asks_the_same_however_many_there_are(
    tenant: Tenant, xenia: Acting, yuri: Acting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    xenias = browser(tenant, xenia)
    calls.note_near(yuri.actor.id)
    xenias.get(PAGE)
    with django_assert_num_queries(QUERIES):
        xenias.get(PAGE)
    for name in ("Una", "Vera"):
        expert(name)
    with django_assert_num_queries(QUERIES):
        xenias.get(PAGE)


def test_somebody_of_the_phonebook_is_invited_to_a_call(tenant: Tenant, xenia: Acting) -> None:
    lead = Acting.alone(make_person("Lea", "Lead", rights=["console.enter", *roles.LEADING_CALLS]))
    written = calls.add_contact(lead, Listed(name="Gus", email="gus@example.org"))
    spoken = calls.add_contact(lead, Listed(name="Gwen", telephone="01632 960123"))
    xenias = browser(tenant, xenia)
    shown = xenias.post(f"{PAGE}{written.pk}/call/")
    assert "was sent to gus@example.org" in text_of(shown)
    assert [one.to for one in mail.outbox] == [["gus@example.org"]]
    # No text messages are sent from here: the link is shown, to be told.
    by_hand = xenias.post(f"{PAGE}{spoken.pk}/call/").content.decode()
    assert "/join/?link=" in by_hand
    titles = list(Call.objects.order_by("made_at").values_list("title", "organiser"))
    assert titles == [("Call with Gus", xenia.actor.id), ("Call with Gwen", xenia.actor.id)]
    calls.remove_contact(lead, written.pk)
    assert xenias.post(f"{PAGE}{written.pk}/call/").status_code == 404
