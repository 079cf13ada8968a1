"""What the knowledge base holds about a person, and what erasing does to it (`people.custody`)."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.knowledge.models import ArticleRating, ArticleSubscription
from alongside.people.custody import Copy, Custody, Fate, Record, register
from alongside.people.models import Person


def declare() -> None:
    """Register it; called when the app is ready."""
    register(RATINGS)
    register(SUBSCRIPTIONS)


def _rated(copy: Copy, first: int, end: int) -> Iterable[Record]:
    ratings = ArticleRating.objects.filter(person=copy.person).select_related("article")
    return [
        Record(
            one.article.title,
            one.rated_at,
            (("Helpful", "Yes" if one.helpful else "No"), *((("Remark", one.remark),) if one.remark else ())),
        )
        for one in ratings.order_by("pk")[first:end]
    ]


def _subscribed(copy: Copy, first: int, end: int) -> Iterable[Record]:
    subscriptions = ArticleSubscription.objects.filter(person=copy.person).select_related("article")
    return [Record(one.article.title, one.since) for one in subscriptions.order_by("pk")[first:end]]


def _forget_ratings(person: Person) -> None:
    ArticleRating.objects.filter(person=person).delete()


def _forget_subscriptions(person: Person) -> None:
    ArticleSubscription.objects.filter(person=person).delete()


RATINGS = Custody(
    "knowledge.ratings",
    "What was said of articles",
    Fate.DELETED,
    "What somebody said of an article, and whether it helped them, is deleted.",
    references=("knowledge.ArticleRating.person",),
    count=lambda person: ArticleRating.objects.filter(person=person).count(),
    tell=_rated,
    erase=_forget_ratings,
)

SUBSCRIPTIONS = Custody(
    "knowledge.subscriptions",
    "Articles subscribed to",
    Fate.DELETED,
    "Nobody is told of articles any more.",
    references=("knowledge.ArticleSubscription.person",),
    count=lambda person: ArticleSubscription.objects.filter(person=person).count(),
    tell=_subscribed,
    erase=_forget_subscriptions,
)
