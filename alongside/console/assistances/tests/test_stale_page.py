"""A page that outlived its assistance: both names, what was typed, and the way on (security.md T-08)."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting.models import Assistance, EndReason
from alongside.console.assistances.tests.doors import START, begin, form_to
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people.models import Person, Tenant
from tests.cast import sign_in

pytestmark = pytest.mark.django_db

TYPED = {"csrfmiddlewaretoken": "x", "person": "my <b>neighbour</b>", "next": "Tuesday", "password": "secret"}


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


def stop(client: Client, assistance: Assistance) -> None:
    client.post(f"/console/assistances/{assistance.pk}/ending/")


def test_it_says_whom_it_was_for_why_it_ended_and_what_was_typed(bobs: Client, ann: Person) -> None:
    assistance = begin(bobs, ann)
    stop(bobs, assistance)
    before = Entry.objects.count()

    page = bobs.post(f"/for/{assistance.pk}/forms/?page=2", TYPED)

    assert (page.status_code, Entry.objects.count()) == (409, before)
    text = page.content.decode()
    assert "<h1>You are no longer helping Ann Example</h1>" in text
    assert ", because you stopped.</p>" in text
    assert "<dt>Person</dt><dd>my &lt;b&gt;neighbour&lt;/b&gt;</dd>" in text
    assert "secret" not in text


def test_it_names_whom_one_is_helping_now(bobs: Client, ann: Person, ben: Person) -> None:
    assistance = begin(bobs, ann)
    begin(bobs, ben, switch="yes")

    text = bobs.post(f"/for/{assistance.pk}/forms/", TYPED).content.decode()

    assert "You are now helping <strong>Ben Sample</strong>." in text
    assert "Stop helping Ben Sample, help Ann Example again and go on" in text
    assert 'data-person="Ben Sample"' in text


@pytest.mark.parametrize("meanwhile", ["nobody", "somebody else", "the same person"])
def test_one_can_help_the_person_again_and_go_on_with_what_was_typed(
    bobs: Client, ann: Person, ben: Person, meanwhile: str
) -> None:
    old = begin(bobs, ann)
    stop(bobs, old)
    if meanwhile != "nobody":
        begin(bobs, {"somebody else": ben, "the same person": ann}[meanwhile])
    page = bobs.post(f"/for/{old.pk}/forms/?page=2", TYPED)

    address, fields = form_to(START, page.content.decode())
    answer = bobs.post(address, fields)

    now = Assistance.objects.open().get()
    assert now.person == ann
    assert now != old
    assert (answer.status_code, answer["Location"]) == (307, f"/for/{now.pk}/forms/?page=2&carried=yes")
    assert fields == {"person": "my <b>neighbour</b>", "next": "Tuesday"}


def test_a_page_that_was_only_opened_goes_on_without_anything(bobs: Client, ann: Person) -> None:
    old = begin(bobs, ann)
    stop(bobs, old)
    page = bobs.get(f"/for/{old.pk}/forms/?page=2")

    address, fields = form_to(START, page.content.decode())
    answer = bobs.post(address, fields)

    now = Assistance.objects.open().get()
    assert (answer.status_code, answer["Location"]) == (303, f"/for/{now.pk}/forms/?page=2")


@pytest.mark.parametrize("why", EndReason.values)
def test_every_reason_is_said_in_words(bobs: Client, ann: Person, why: str) -> None:
    assistance = begin(bobs, ann)
    Assistance.objects.update(ended_at=clock.now(), end_reason=why)

    assert ", because " in bobs.get(f"/for/{assistance.pk}/").content.decode()


def test_whoever_may_no_longer_be_helped_is_not_offered_again(bobs: Client, bob: Person, ann: Person) -> None:
    assistance = begin(bobs, ann)
    Person.objects.filter(pk=ann.pk).update(is_active=False)

    text = bobs.post(f"/for/{assistance.pk}/forms/", TYPED).content.decode()

    assert "because you may no longer help Ann Example.</p>" in text
    assert "again and go on" not in text
    assert "<dd>Tuesday</dd>" in text


def test_a_refusal_still_shows_what_was_typed(bobs: Client, ann: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(is_active=False)

    page = bobs.post(f"{START}?person={ann.pk}&next=/forms/&carried=yes", TYPED)

    assert (page.status_code, Assistance.objects.exists()) == (403, False)
    assert "<dd>Tuesday</dd>" in page.content.decode()
