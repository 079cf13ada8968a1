from __future__ import annotations

import re

import pytest

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.models import Person, Segment
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db

NEW = "/console/people/new/"


def registered() -> Person:
    found: Person = Person.objects.real().order_by("-registered_at").first()
    return found


def test_an_agent_registers_somebody(bob: Person) -> None:
    browser = browser_of(bob)
    assert 'name="family_name"' in browser.get(NEW).content.decode()
    answer = browser.post(NEW, {"given_name": "Cora", "family_name": "Tregenza", "telephone": "01632 960123"})
    cora = registered()
    assert (answer.status_code, answer["Location"]) == (303, f"/console/people/{cora.pk}/")
    assert (cora.name, cora.profile) == ("Cora Tregenza", {"telephone": "01632 960123"})
    assert "Cora Tregenza is registered." in browser.get(answer["Location"]).content.decode()


def test_errors_stand_beside_their_fields_and_what_was_typed_is_kept(bob: Person) -> None:
    answer = browser_of(bob).post(
        NEW, {"given_name": "Cora", "email": "cora at home", "date_of_birth": "soon"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="cora at home"' in page
    assert '<a href="#id_email">E-mail – Enter an e-mail address, for example ann@example.org.</a>' in page
    assert '<a href="#id_date_of_birth">' in page
    assert Entry.objects.by(bob.ref).count() == 0


def test_somebody_who_may_be_the_same_is_shown_first(setup: Acting, bob: Person) -> None:
    cora = resident(setup, "Cora", "Tregenza", date_of_birth="12/3/1980")
    browser = browser_of(bob)
    typed = {"given_name": "Cora", "family_name": "Tregenza", "date_of_birth": "12 March 1980"}
    answer = browser.post(NEW, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="/console/people/{cora.pk}/"' in page
    assert registered() == cora

    despite = re.search(r'name="registration-despite" value="([^"]+)"', page)
    assert despite is not None
    assert despite[1] == str(cora.ref)
    again = typed | {"registration-despite": despite[1]}
    answer = browser.post(NEW, again)
    assert answer.status_code == 409
    assert "Say why this is not the same person." in answer.content.decode()

    answer = browser.post(NEW, again | {"registration-reason": "Her niece"})
    assert answer.status_code == 303
    niece = registered()
    entry = Entry.objects.of_person(niece.ref).of_kinds("people.registered").get()
    assert entry.open().data == {"reason": "Her niece", "despite": [str(cora.ref)]}


def test_a_reason_does_for_those_who_were_shown_and_nobody_else(setup: Acting, bob: Person) -> None:
    resident(setup, "Cora", "Tregenza", email="cora@example.org")
    answer = browser_of(bob).post(
        NEW,
        {
            "given_name": "Dora",
            "email": "cora@example.org",
            "registration-reason": "x",
            "registration-despite": "?",
        },
    )
    assert answer.status_code == 409


def test_an_agent_of_several_segments_chooses_one(setup: Acting, bob: Person) -> None:
    business = people.create_segment(setup, "Business")
    hidden = people.create_segment(setup, "Hidden")
    people.join_segment(setup, bob, business)
    browser = browser_of(bob)
    page = browser.get(NEW).content.decode()
    assert "Business" in page
    assert "Hidden" not in page
    assert browser.post(NEW, {"given_name": "Cora"}).status_code == 422
    refused = browser.post(NEW, {"given_name": "Cora", "registration-segment": str(hidden.pk)})
    assert refused.status_code == 422
    browser.post(NEW, {"given_name": "Cora", "registration-segment": str(business.pk)})
    assert [segment.name for segment in Segment.objects.filter(people=registered())] == ["Business"]


def test_for_others_there_is_no_registering(eve: Person) -> None:
    assert browser_of(eve).get(NEW).status_code == 404
