"""The page that asks before anybody is helped."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.console.assistances.tests.doors import ASK, START, begin
from alongside.history.models import Entry
from alongside.people.models import Person, Segment, SegmentMember, Tenant
from tests.cast import helping, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


def test_the_question_names_the_person_and_changes_nothing(bobs: Client, ann: Person) -> None:
    page = bobs.get(ASK, {"person": ann.pk})

    assert (page.status_code, "<h1>Help Ann Example?</h1>" in page.content.decode()) == (200, True)
    assert (Assistance.objects.exists(), Entry.objects.exists()) == (False, False)


def test_whoever_is_helped_already_is_gone_on_with(bobs: Client, ann: Person) -> None:
    assistance = begin(bobs, ann)

    for answer in (bobs.get(ASK, {"person": ann.pk}), bobs.post(START, {"person": ann.pk})):
        assert (answer.status_code, answer["Location"]) == (303, f"/for/{assistance.pk}/")


def test_helping_somebody_else_offers_the_switch(bobs: Client, ann: Person, ben: Person) -> None:
    begin(bobs, ann)

    page = bobs.get(ASK, {"person": ben.pk})

    assert page.status_code == 200
    text = page.content.decode()
    assert "You are helping Ann Example, and one helps one person at a time." in text
    assert '<input type="hidden" name="switch" value="yes">' in text


def test_being_signed_in_elsewhere_offers_to_go_on_here(
    tenant: Tenant, bobs: Client, bob: Person, ann: Person
) -> None:
    begin(sign_in(tenant, bob), ann)

    page = bobs.get(ASK, {"person": ann.pk})

    assert "You are helping Ann Example already, in another place" in page.content.decode()


@pytest.mark.parametrize(
    ("whom", "sentence"),
    [
        ("bob", "Nobody helps themselves: they use their own pages."),
        ("hal", "Nobody borrows a privilege by helping its holder."),
        ("gone", "A record that is not in use cannot be helped."),
    ],
)
def test_who_cannot_be_helped_is_said_with_the_reason(
    bobs: Client, bob: Person, hal: Person, whom: str, sentence: str
) -> None:
    people = {"bob": bob, "hal": hal, "gone": make_person("Gus", "Gone", is_active=False)}

    page = bobs.get(ASK, {"person": people[whom].pk})

    assert (page.status_code, sentence in page.content.decode().replace("&#39;", "'")) == (403, True)
    assert bobs.post(START, {"person": people[whom].pk}).status_code == 403
    assert not Assistance.objects.exists()


def test_who_cannot_be_seen_looks_like_nobody(bobs: Client, tenant: Tenant) -> None:
    """T-20: another segment, no such number, and no number at all have one page."""
    unseen = make_person("Una", "Unseen")
    SegmentMember.objects.filter(person=unseen).update(segment=Segment.objects.create(name="Elsewhere"))
    asked = [str(unseen.pk), "123456", "0", "-1", "1e3", "٣", "9" * 30, "ann", ""]

    pages = [bobs.get(ASK, {"person": person}) for person in asked]
    posts = [bobs.post(START, {"person": person}) for person in asked]

    assert {answer.status_code for answer in pages + posts} == {404}
    assert len({answer.content for answer in pages}) == 1


def test_eve_finds_no_such_pages(tenant: Tenant, eve: Person, ann: Person) -> None:
    eves = sign_in(tenant, eve)

    assert eves.get(ASK, {"person": ann.pk}).status_code == 404
    assert eves.post(START, {"person": ann.pk}).status_code == 404


def test_somebody_not_signed_in_is_asked_to_sign_in_first(tenant: Tenant, ann: Person) -> None:
    answer = Client(headers={"host": tenant.domain}).get(ASK, {"person": ann.pk})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/console/")


def test_a_forgotten_sitting_does_not_stand_in_the_way(bobs: Client, bob: Person, ann: Person) -> None:
    acting = helping(bob, ann)
    assert acting.assistance is not None
    Assistance.objects.filter(pk=acting.assistance.pk).update(used_at="2026-01-01T00:00Z")

    assert "<h1>Help Ann Example?</h1>" in bobs.get(ASK, {"person": ann.pk}).content.decode()
    assert Assistance.objects.get().end_reason == "idle"


def test_a_softphones_contact_begins_with_helping(bobs: Client, bob: Person, ann: Person) -> None:
    page = bobs.get(f"{ASK}?person={ann.pk}&channel=phone&service=waste").content.decode()
    assert "A contact begins with it: Phone, Waste and recycling." in page

    begin(bobs, ann, channel="phone", service="waste")

    contact = bob.interactions.get()
    assert (contact.channel, contact.service, contact.person) == ("phone", "waste", ann)


def test_the_anonymous_user_can_be_helped(bobs: Client, anonymous: Person) -> None:
    assert "Help Anonymous user?" in bobs.get(ASK, {"person": anonymous.pk}).content.decode()
    assert begin(bobs, anonymous).person == anonymous


def test_the_one_being_helped_elsewhere_may_have_stopped_in_between(
    bobs: Client, bob: Person, ann: Person, ben: Person
) -> None:
    acting = helping(bob, ann)
    assert acting.assistance is not None
    assisting.stop(Acting.alone(bob), acting.assistance)

    assert begin(bobs, ben, switch="yes").person == ben
