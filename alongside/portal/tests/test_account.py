"""My Account, as the person sees it and as an agent does for them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.interactions import actions as interactions
from alongside.people import actions as people
from alongside.people.models import Person, ProfileField, Tenant
from tests.cast import helping, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def profile_fields(tenant: Tenant) -> None:
    for name, kind in (("given_name", "text"), ("family_name", "text"), ("email", "email")):
        ProfileField.objects.create(name=name, label=name.replace("_", " ").capitalize(), type=kind)


@pytest.fixture
def anns(tenant: Tenant, ann: Person) -> Client:
    return sign_in(tenant, ann)


def test_an_account_with_nothing_in_it_says_what_will_be_there(anns: Client) -> None:
    page = anns.get(reverse("portal:account")).content.decode()

    assert "No saved forms" in page
    assert "No requests yet" in page


def test_a_person_sees_who_acted_for_them_and_how(anns: Client, bob: Person, ann: Person) -> None:
    interactions.begin(Acting.alone(bob), channel="phone", service="benefits")
    people.view_details(Acting.alone(bob), ann)
    acting = helping(bob, ann)
    people.edit_profile(acting, ann, {"given_name": "Anne"})
    assert acting.assistance is not None
    assisting.stop(Acting.alone(bob), acting.assistance)

    page = anns.get(reverse("portal:helped")).content.decode()

    for words in (
        "Bob Helper",
        "Phone",
        "Bob Helper changed",
        "Bob Helper looked at the details of Ann Example",
    ):
        assert words in page


def test_what_people_do_themselves_is_not_help(anns: Client, ann: Person) -> None:
    people.edit_profile(Acting.alone(ann), ann, {"given_name": "Anne"})

    assert "Nobody has acted for you" in anns.get(reverse("portal:helped")).content.decode()


def test_a_person_changes_their_profile(anns: Client, ann: Person) -> None:
    answer = anns.post(reverse("portal:profile"), {"given_name": "Anne", "family_name": "Example"})

    ann.refresh_from_db()
    assert (answer.status_code, ann.name) == (303, "Anne Example")


def test_a_profile_that_does_not_fit_is_kept_as_typed(anns: Client, ann: Person) -> None:
    answer = anns.post(reverse("portal:profile"), {"given_name": "Anne", "email": "no address"})

    page = answer.content.decode()
    ann.refresh_from_db()
    assert (answer.status_code, ann.given_name) == (422, "Ann")
    assert 'value="no address"' in page
    assert 'value="Anne"' in page


def test_typed_words_that_were_carried_along_are_shown_and_not_saved(anns: Client, ann: Person) -> None:
    answer = anns.post(reverse("portal:profile"), {"given_name": "Anne", "carried": "yes"})

    ann.refresh_from_db()
    assert (answer.status_code, ann.given_name) == (200, "Ann")
    assert 'value="Anne"' in answer.content.decode()
