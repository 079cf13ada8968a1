from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.knowledge.actions import publish
from alongside.knowledge.models import Article
from alongside.people.models import Group, Person, Tenant
from tests.cast import helping, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(tenant: Tenant) -> Acting:
    """Somebody who publishes articles."""
    return Acting.alone(make_person("Kim", "Knows", rights=["knowledge.publish"]))


def test_an_article_is_put_up(kim: Acting) -> None:
    article = publish(kim, slug="bins", title=" Bins ", body="Out by *six*.")

    assert (article.slug, article.title, article.body) == ("bins", "Bins", "Out by *six*.")
    entry = Entry.objects.get(kind="knowledge.published")
    assert (entry.actor_ref, entry.private, entry.about) == (
        kim.actor.ref,
        True,
        f"knowledge.article:{article.pk}",
    )


def test_a_new_text_takes_the_place_of_the_old_one_with_its_groups(kim: Acting) -> None:
    carers, drivers = (Group.objects.create(name=name) for name in ("Carers", "Drivers"))
    publish(kim, slug="bins", title="Bins", body="Old", groups=[carers])

    publish(kim, slug="bins", title="Bins and bags", body="New", groups=[drivers, drivers])

    article = Article.objects.get()
    assert (article.title, article.body, list(article.groups.all())) == ("Bins and bags", "New", [drivers])


def test_an_article_without_a_text_or_with_a_bad_name_is_not_put_up(kim: Acting) -> None:
    for slug, body in (("bins", ""), ("no slug!", "Text")):
        with pytest.raises(ValidationError):
            publish(kim, slug=slug, title="Bins", body=body)

    assert not Article.objects.exists()


def test_whoever_may_not_publish_publishes_nothing_while_helping_either(bob: Person, ann: Person) -> None:
    for acting in (Acting.alone(bob), helping(bob, ann)):
        with pytest.raises(Refused) as refusal:
            publish(acting, slug="bins", title="Bins", body="Text")
        assert refusal.value.verdict.rule == "right-missing"
