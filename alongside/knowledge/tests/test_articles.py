"""An article's life: versions, branches, review, readers, and being found."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.knowledge import actions as knowledge
from alongside.knowledge import queries
from alongside.knowledge.models import (
    Article,
    ArticleRating,
    ArticleSubscription,
    ArticleVersion,
    ArticleWord,
    Branch,
)
from alongside.people.models import Group, Person, Tenant
from tests.cast import helping, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(tenant: Tenant) -> Acting:
    """Somebody who publishes articles."""
    return Acting.alone(make_person("Kim", "Knows", rights=["knowledge.publish", "jobs.see"]))


@pytest.fixture
def bins(kim: Acting) -> Article:
    return knowledge.publish(kim, slug="bins", title="Missed bins", body="Tell us within *two days*.")


def test_each_text_is_a_version_and_an_older_one_can_be_put_up_again(kim: Acting, bins: Article) -> None:
    knowledge.publish(kim, slug="bins", title="Missed bins", body="Tell us within three days.")
    knowledge.publish(kim, slug="bins", title="Missed bins", body="Tell us within three days.")

    again = knowledge.restore(kim, Article.objects.get(), 1)

    assert (again.version, again.body) == (3, "Tell us within *two days*.")
    texts = list(ArticleVersion.objects.order_by("number").values_list("number", "body"))
    assert texts == [(1, bins.body), (2, "Tell us within three days."), (3, bins.body)]
    assert Entry.objects.of_kinds("knowledge.published").count() == 4
    assert sorted(ArticleWord.objects.values_list("word", flat=True)) == [
        "bin",
        "day",
        "miss",
        "tell",
        "two",
        "within",
    ]


def test_what_stands_in_a_branch_that_is_not_public_is_for_some_groups(kim: Acting, bins: Article) -> None:
    carers = Group.objects.create(name="Carers")
    top = knowledge.add_branch(kim, "Waste")
    under = knowledge.add_branch(kim, "Rounds", parent=top)
    say = {"slug": "bins", "title": bins.title, "body": bins.body}
    knowledge.publish(kim, **say, branch=under)  # type: ignore[arg-type]  # texts, all of them

    with pytest.raises(knowledge.Exposed, match="Missed bins"):
        knowledge.change_branch(kim, top, name="Waste", public=False)
    knowledge.publish(kim, **say, branch=under, groups=[carers])  # type: ignore[arg-type]
    knowledge.change_branch(kim, top, name="Waste", public=False)

    under.refresh_from_db()
    assert not under.public
    with pytest.raises(ValidationError, match="Rounds"):
        knowledge.publish(kim, **say, branch=under)  # type: ignore[arg-type]
    assert Article.objects.get().secured_to() == [carers.pk]
    assert not knowledge.add_branch(kim, "Crews", parent=under).public
    knowledge.change_branch(kim, under, name="Rounds", public=True)
    under.refresh_from_db()
    assert not under.public


def test_a_branch_goes_when_nothing_stands_in_it(kim: Acting, bins: Article) -> None:
    waste = knowledge.add_branch(kim, "Waste")
    knowledge.publish(kim, slug="bins", title="Bins", body="Text", branch=waste)
    with pytest.raises(knowledge.BranchInUse):
        knowledge.remove_branch(kim, waste)
    knowledge.publish(kim, slug="bins", title="Bins", body="Text")
    knowledge.remove_branch(kim, waste)
    assert not Branch.objects.exists()
    assert Entry.objects.of_kinds("knowledge.branch_removed").count() == 1


def test_a_retired_article_is_read_by_nobody_and_can_come_back(kim: Acting, bins: Article) -> None:
    knowledge.retire(kim, bins)
    for who in (None, kim):
        with pytest.raises(Article.DoesNotExist):
            knowledge.read(who, "bins")
    assert queries.search(None, "bins").articles == []
    knowledge.bring_back(kim, bins)
    assert knowledge.read(None, "bins") == bins
    assert Entry.objects.of_kinds("knowledge.retired", "knowledge.brought_back").count() == 2


def test_it_is_said_until_when_it_is_true(kim: Acting, bins: Article) -> None:
    knowledge.schedule_review(kim, bins, date(2027, 1, 31))
    assert Article.objects.get().review_on == date(2027, 1, 31)
    assert Entry.objects.of_kinds("knowledge.review_planned").count() == 1


def test_a_reader_rates_once_and_whoever_helps_them_says_it_for_them(
    bins: Article, bob: Person, ann: Person
) -> None:
    knowledge.rate(Acting.alone(ann), bins, helpful=True)
    knowledge.rate(helping(bob, ann), bins, helpful=False, remark=" Which days? ")

    rating = ArticleRating.objects.get()
    assert (rating.person, rating.helpful, rating.remark, rating.version) == (ann, False, "Which days?", 1)
    entry = Entry.objects.of_kinds("knowledge.rated").newest_first()[0]
    assert (entry.actor_ref, entry.person_ref) == (bob.ref, ann.ref)


def test_nobody_rates_what_the_actor_does_not_reach(kim: Acting, ann: Person) -> None:
    article = knowledge.publish(
        kim, slug="rota", title="Rota", body="Text", groups=[Group.objects.create(name="HR")]
    )
    for deed in (knowledge.subscribe, lambda acting, one: knowledge.rate(acting, one, helpful=True)):
        with pytest.raises(Refused):
            deed(Acting.alone(ann), article)
    assert not ArticleRating.objects.exists()
    assert not ArticleSubscription.objects.exists()


@pytest.mark.django_db(transaction=False)
def test_whoever_subscribed_is_told_of_a_new_text(
    kim: Acting, bins: Article, ann: Person, django_capture_on_commit_callbacks: object
) -> None:
    cyd = make_person("Cyd", "Reads", email="cyd@example.org")
    for person in (ann, cyd):
        knowledge.subscribe(Acting.alone(person), bins)
    knowledge.unsubscribe(Acting.alone(ann), bins)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        knowledge.publish(kim, slug="bins", title="Missed bins", body="Four days.", tell=True)
        job = jobs.take()
        assert job is not None
        assert not jobs.carry_on(job)
    assert [(one.to, one.subject) for one in mail.outbox] == [(["cyd@example.org"], "Changed: Missed bins")]
    assert Entry.objects.of_kinds("knowledge.readers_told").count() == 1


def test_articles_are_found_by_any_of_their_words_misspelt_too(
    kim: Acting, bins: Article, ann: Person
) -> None:
    tax = knowledge.publish(kim, slug="tax", title="Council tax", body="Missed a payment? Tell us.")
    secret = Group.objects.create(name="HR")
    knowledge.publish(kim, slug="pay", title="Salaries", body="Council salaries", groups=[secret])

    def found(text: str) -> list[str]:
        return [one.slug for one in queries.search(ann, text).articles]

    assert found("missed") == ["bins", "tax"]
    assert found("missed payments") == ["tax", "bins"]
    assert found("counc") == ["tax"]
    assert found("missing bins coucil") == ["bins", "tax"]
    assert queries.search(None, "coucil").corrected == {"coucil": "council"}
    assert queries.search(None, "salareis").corrected == {}
    assert found("salaries") == []
    assert found("") == []
    assert queries.suggested(None, "Hello, I want to pay my council") == [tax]
    assert queries.suggested(None, "Please tell me") == []
    assert queries.suggested(None, "") == []
