"""Writing the knowledge base in the console."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.knowledge import actions as knowledge
from alongside.knowledge.models import Article, Branch
from alongside.people import roles
from alongside.people.models import Group
from alongside.portal.tests.doors import text_of
from tests.cast import make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db

ARTICLES = "/console/articles/"
BINS = {"title": "Missed bins", "body": "# When\nWithin *two* days.", "review_on": "1 2 2026"}


@pytest.fixture
def admin(setup: Acting) -> Acting:
    return Acting.alone(make_person("Adele", "Admin", rights=list(roles.STANDARD["Administrator"])))


@pytest.fixture
def browser(admin: Acting) -> Client:
    from alongside.people.models import Person  # noqa: PLC0415 (for the sign-in alone)

    return browser_of(Person.objects.get(pk=admin.actor.id))


def test_an_article_is_written_looked_at_changed_compared_and_put_back(browser: Client) -> None:
    look = browser.post(f"{ARTICLES}new/", BINS | {"look": "yes"}).content.decode()
    assert "<h2>When</h2>" in look
    assert not Article.objects.exists()

    browser.post(f"{ARTICLES}new/", BINS)
    browser.post(f"{ARTICLES}missed-bins/", BINS | {"body": "# When\nWithin *three* days."})
    page = text_of(browser.get(f"{ARTICLES}missed-bins/versions/"))
    assert "Within *two* days." in page
    assert "Within *three* days." in page
    browser.post(f"{ARTICLES}missed-bins/versions/1/")

    article = Article.objects.get()
    assert (article.slug, article.version, article.body) == ("missed-bins", 3, BINS["body"])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "Enter a title."),
        ({"body": ""}, "Enter the text."),
        ({"review_on": "soon"}, "Enter a day, month and year"),
        ({"title": "???"}, "Enter an address"),
        ({"slug": "taken"}, "Another article has this address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    browser: Client, admin: Acting, wrong: dict[str, str], says: str
) -> None:
    knowledge.publish(admin, slug="taken", title="Taken", body="Text")
    answer = browser.post(f"{ARTICLES}new/", BINS | {"title": "Kept"} | wrong)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert Article.objects.count() == 1


def test_lists_say_what_is_due_and_what_helped(browser: Client, admin: Acting) -> None:
    browser.post(f"{ARTICLES}new/", BINS)
    tax = knowledge.publish(admin, slug="tax", title="Council tax", body="By the month.")
    knowledge.rate(admin, tax, helpful=True, remark="Clear")
    knowledge.rate(Acting.alone(make_person("Ann", "Reads")), tax, helpful=False)

    assert "1 of 2" in text_of(browser.get(ARTICLES))
    due = text_of(browser.get(ARTICLES, {"show": "due"}))
    assert ("Missed bins" in due, "Council tax" in due) == (True, False)
    assert "Clear" in text_of(browser.get(f"{ARTICLES}tax/"))
    assert "Council tax" in text_of(browser.get(ARTICLES, {"q": "coucil"}))
    browser.post(f"{ARTICLES}missed-bins/review/")
    assert "No article is like that" in text_of(browser.get(ARTICLES, {"show": "due"}))


def test_a_retired_article_comes_back(browser: Client, admin: Acting) -> None:
    knowledge.publish(admin, slug="tax", title="Council tax", body="By the month.")
    browser.post(f"{ARTICLES}tax/retirement/")
    assert browser.get("/articles/tax/").status_code == 404
    assert "Council tax" in text_of(browser.get(ARTICLES, {"show": "retired"}))
    browser.post(f"{ARTICLES}tax/return/")
    assert browser.get("/articles/tax/").status_code == 200


def test_a_part_that_is_for_some_groups_asks_which(browser: Client, admin: Acting) -> None:
    carers = Group.objects.create(name="Carers")
    browser.post(f"{ARTICLES}branches/", {"name": "Waste", "public": "on"})
    waste = Branch.objects.get()
    browser.post(f"{ARTICLES}new/", BINS | {"branch": str(waste.pk)})

    answer = browser.post(f"{ARTICLES}branches/{waste.pk}/", {"name": "Waste"})
    assert (answer.status_code, "Missed bins" in text_of(answer)) == (422, True)
    browser.post(f"{ARTICLES}missed-bins/", BINS | {"branch": str(waste.pk), "groups": str(carers.pk)})
    browser.post(f"{ARTICLES}branches/{waste.pk}/", {"name": "Waste"})
    answer = browser.post(f"{ARTICLES}missed-bins/", BINS | {"branch": str(waste.pk)})
    assert (answer.status_code, "choose for whom" in text_of(answer)) == (422, True)

    browser.post(f"{ARTICLES}branches/{waste.pk}/removal/")
    assert Branch.objects.count() == 1
    browser.post(f"{ARTICLES}branches/", {"name": "Empty", "parent": str(waste.pk), "public": "on"})
    empty = Branch.objects.get(name="Empty")
    assert not empty.public
    browser.post(f"{ARTICLES}branches/{empty.pk}/removal/")
    assert Branch.objects.count() == 1
    assert browser.post(f"{ARTICLES}branches/", {"name": "waste"}).status_code == 422


def test_the_list_takes_as_many_statements_for_three_articles_as_for_one(
    browser: Client, admin: Acting
) -> None:
    knowledge.publish(admin, slug="one", title="One", body="Text")
    one = queries_of(browser, ARTICLES)
    for name in ("two", "three"):
        knowledge.publish(admin, slug=name, title=name, body="Text", branch=knowledge.add_branch(admin, name))
    assert queries_of(browser, ARTICLES) == one


def test_whoever_does_not_write_sees_none_of_it(setup: Acting) -> None:
    stranger = browser_of(make_person("Bob", "Agent", rights=["console.enter"]))
    assert {stranger.get(ARTICLES + place).status_code for place in ("", "new/", "branches/")} == {404}
