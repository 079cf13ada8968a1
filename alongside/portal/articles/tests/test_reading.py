"""Searching articles, and what readers say of them."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.history.models import Entry
from alongside.knowledge.actions import add_branch, publish
from alongside.knowledge.models import ArticleRating, ArticleSubscription
from alongside.people.models import Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import make_person
from tests.council import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def articles(ann: Person) -> None:
    kim = Acting.alone(make_person("Kim", "Knows", rights=["knowledge.publish"]))
    waste = add_branch(kim, "Waste")
    publish(kim, slug="bins", title="Missed bins", body="Tell us within two days.", branch=waste)
    publish(kim, slug="tax", title="Council tax", body="By the month.")


def test_articles_are_listed_by_branch_and_found_by_misspelt_words(ann: Person) -> None:
    visitor = Client(headers={"host": ann.tenant.domain})
    listed = text_of(visitor.get("/articles/"))
    assert listed.index("Waste") < listed.index("Missed bins")
    found = text_of(visitor.get("/articles/", {"q": "coucil"}))
    assert "Council tax" in found
    assert "words like it" in found
    assert "Missed bins" not in found
    assert "No article says anything" in text_of(visitor.get("/articles/", {"q": "zebra\0"}))
    assert "Missed bins" in text_of(visitor.post("/articles/suggestions/", {"text": "you missed my bin"}))
    assert text_of(visitor.post("/articles/suggestions/", {"subject": "zebra"})).strip() == ""


def test_a_reader_says_whether_it_helped_and_nothing_typed_is_lost(ann: Person) -> None:
    browser = browser_of(ann)
    answer = browser.post("/articles/bins/rating/", {"remark": "Which days?"})
    assert (answer.status_code, "Which days?" in answer.content.decode()) == (422, True)

    browser.post("/articles/bins/rating/", {"helpful": "no", "remark": "Which days?"})

    assert list(ArticleRating.objects.values_list("person", "helpful")) == [(ann.pk, False)]
    assert "It did not help you." in text_of(browser.get("/articles/bins/"))
    assert "Which days?" not in text_of(browser.get("/articles/bins/"))


def test_whoever_helps_subscribes_the_person_helped(ann: Person, bob: Person) -> None:
    bobs = browser_of(bob)
    start = begin_to_help(bobs, ann)
    bobs.post(f"{start}/articles/bins/subscription/", {"wanted": "yes"})
    assert list(ArticleSubscription.objects.values_list("person", flat=True)) == [ann.pk]
    entry = Entry.objects.of_kinds("knowledge.subscribed").get()
    assert (entry.actor_ref, entry.person_ref) == (bob.ref, ann.ref)
    browser_of(ann).post("/articles/bins/subscription/", {"wanted": "no"})
    assert not ArticleSubscription.objects.exists()


def test_nobody_rates_who_is_not_signed_in_or_what_there_is_not(ann: Person) -> None:
    visitor = Client(headers={"host": ann.tenant.domain})
    assert visitor.post("/articles/bins/rating/", {"helpful": "yes"}).status_code in (302, 403)
    assert browser_of(ann).post("/articles/none/rating/", {"helpful": "yes"}).status_code == 404
    assert not ArticleRating.objects.exists()
