"""Who acted for me: who, when, what, on which channel, and who looked."""

from __future__ import annotations

import pytest

from alongside.assisting.acting import Acting
from alongside.forms.actions import begin, save, submit
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.interactions import actions as interactions
from alongside.lib import clock
from alongside.people.actions import view_details
from alongside.people.models import Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import helping
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db


def test_nobody_has_acted_yet(ann: Person) -> None:
    begin(Acting.alone(ann), published(), FIRST)  # what one does oneself is not help

    assert "Nobody has acted for you" in text_of(browser_of(ann).get("/account/helped/"))


def test_a_person_sees_who_helped_and_who_looked(ann: Person, bob: Person) -> None:
    view_details(Acting.alone(bob), ann)
    interactions.begin(Acting.alone(bob), channel="phone", service="benefits")
    acting = helping(bob, ann)
    draft = save(acting, begin(acting, published(), FIRST), 2, SECOND)
    submission = submit(acting, draft)

    said = text_of(browser_of(ann).get("/account/helped/"))

    assert "Bob Helper looked at the details of Ann Example" in said
    assert "Phone" in said
    assert "Bob Helper saved Parking permit for Ann Example 2 times" in said
    assert f"Bob Helper handed in Parking permit for Ann Example ({submission.reference})" in said
    assert "going on" in said


def test_a_sitting_that_should_have_ended_is_not_going_on(ann: Person, bob: Person) -> None:
    helping(bob, ann)

    with clock.moved(hours=2):
        assert "going on" not in text_of(browser_of(ann).get("/account/helped/"))


def test_what_was_done_for_others_and_refused_is_not_there(ann: Person, ben: Person, bob: Person) -> None:
    begin(helping(bob, ben), published(), FIRST)

    assert "Nobody has acted for you" in text_of(browser_of(ann).get("/account/helped/"))


def test_of_what_was_done_for_the_anonymous_user_each_sitting_sees_its_own(
    bob: Person, anonymous: Person
) -> None:
    client = browser_of(bob)
    first = begin_to_help(client, anonymous)
    published()
    client.post(f"{first}/forms/permit/", FIRST)
    assert "saved Parking permit" in text_of(client.get(f"{first}/account/helped/"))
    client.post(f"/console/assistances/{first.split('/')[2]}/ending/")

    second = begin_to_help(client, anonymous)

    assert "saved Parking permit" not in text_of(client.get(f"{second}/account/helped/"))


def test_a_longer_history_takes_no_more_queries(ann: Person, bob: Person) -> None:
    acting, version, client = helping(bob, ann), published(), browser_of(ann)
    begin(acting, version, FIRST)
    few = queries_of(client, "/account/helped/")

    for _ in range(3):
        begin(acting, version, FIRST)

    assert queries_of(client, "/account/helped/") == few
