from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.knowledge.actions import publish
from alongside.people.models import Group, Person
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.cast import make_person
from tests.council import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(ann: Person) -> None:
    """One for everybody, one for carers; Ann is one."""
    kim = Acting.alone(make_person("Kim", "Knows", rights=["knowledge.publish"]))
    carers = Group.objects.create(name="Carers")
    carers.members.add(ann, through_defaults={})
    publish(kim, slug="bins", title="Bins", body="# When\nOut by *six*.")
    publish(kim, slug="respite", title="Respite", body="For carers.", groups=[carers])


def test_everybody_reads_what_is_for_everybody(articles: None, ann: Person) -> None:
    visitor = Client(headers={"host": ann.tenant.domain})

    assert "Respite" not in text_of(visitor.get("/articles/"))
    page = visitor.get("/articles/bins/")
    assert page.status_code == 200
    assert "<h2>When</h2>" in page.content.decode()
    assert visitor.get("/articles/respite/").status_code == 404


def test_helping_opens_no_article_of_the_person_helped(articles: None, ann: Person, bob: Person) -> None:
    anns, bobs = browser_of(ann), browser_of(bob)
    start = begin_to_help(bobs, ann)

    assert "Respite" in text_of(anns.get("/articles/"))
    assert anns.get("/articles/respite/").status_code == 200
    assert "Respite" not in text_of(bobs.get(f"{start}/articles/"))
    secured, unknown = (bobs.get(f"{start}/articles/{slug}/") for slug in ("respite", "unknown"))
    assert (secured.status_code, unknown.status_code) == (404, 404)
    assert text_of(secured) == text_of(unknown)


def test_no_articles_yet(ann: Person) -> None:
    assert "There are no articles yet" in text_of(browser_of(ann).get("/articles/"))
