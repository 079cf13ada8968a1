"""What readers do with articles: say whether they helped, and ask to be told when they change."""

from __future__ import annotations

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.powers import Power
from alongside.history.events import Event
from alongside.knowledge.actions.reading import READ
from alongside.knowledge.models import Article, ArticleRating, ArticleSubscription

RATE = Power("knowledge.rate")
SUBSCRIBE = Power("knowledge.subscribe")

LONGEST = 500  # characters of a remark


class Rated(
    Event,
    kind="knowledge.rated",
    title="Article Rated",
    sentence="{actor} said whether the article {article_title} helped {person}",
    private=True,
):
    article: str
    article_title: str
    helpful: bool
    remark: str


class Subscribed(
    Event,
    kind="knowledge.subscribed",
    title="Article Subscribed",
    sentence="{actor} asked that {person} be told when the article {article_title} changes",
):
    article: str
    article_title: str


class Unsubscribed(
    Event,
    kind="knowledge.unsubscribed",
    title="Article Unsubscribed",
    sentence="{actor} asked that {person} be told no more when the article {article_title} changes",
):
    article: str
    article_title: str


def rate(acting: Acting, article: Article, *, helpful: bool, remark: str = "") -> ArticleRating:
    """Say whether an article helped; the last word of a person on it counts. A remark is cut at 500
    characters. Raises `Refused` for an article that the actor does not reach."""
    with acting.doing(RATE) as deed:
        _demand_reach(acting, article)
        rating, _ = ArticleRating.objects.update_or_create(
            article=article,
            person_id=acting.person.id,
            defaults={
                "helpful": helpful,
                "remark": remark.strip()[:LONGEST],
                "version": article.version,
                "rated_at": deed.at,
            },
        )
        rated = Rated(
            article=article.slug, article_title=article.title, helpful=helpful, remark=rating.remark
        )
        deed.record(rated, about=article)
        return rating


def subscribe(acting: Acting, article: Article) -> None:
    """Have the person told when the article changes. Twice is once."""
    with acting.doing(SUBSCRIBE) as deed:
        _demand_reach(acting, article)
        ArticleSubscription.objects.get_or_create(
            article=article, person_id=acting.person.id, defaults={"since": deed.at}
        )
        deed.record(Subscribed(article=article.slug, article_title=article.title), about=article)


def unsubscribe(acting: Acting, article: Article) -> None:
    with acting.doing(SUBSCRIBE) as deed:
        ArticleSubscription.objects.filter(article=article, person_id=acting.person.id).delete()
        deed.record(Unsubscribed(article=article.slug, article_title=article.title), about=article)


def _demand_reach(acting: Acting, article: Article) -> None:
    verdict = acting.may(READ, about=article)
    if not verdict:
        raise Refused(acting, READ, verdict, None)
