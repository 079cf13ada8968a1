"""Writing articles, and opening those that may be secured."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.assisting.acting import Acting, Refused, record_refusal
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.knowledge.models import Article, ArticleGroup
from alongside.people.models import Group

PUBLISH = Power("knowledge.publish", Kind.STAFF)
READ = Power("knowledge.read", Kind.CONTENT)


class Published(
    Event,
    kind="knowledge.published",
    title="Article Published",
    sentence="{actor} published the article {article_title}",
    private=True,
):
    """`groups` are the numbers of those it is secured to."""

    article: str
    article_title: str
    groups: tuple[int, ...]


def publish(acting: Acting, *, slug: str, title: str, body: str, groups: Iterable[Group] = ()) -> Article:
    """Put up an article, or a new text in the place of the one with this slug. `body` is Markdown;
    `groups` are those whose members alone reach it; none means everybody. Raises `ValidationError`."""
    secured_to = sorted({group.pk for group in groups})
    with acting.doing(PUBLISH) as deed:
        article = Article.objects.select_for_update(of=("self",)).filter(slug=slug).first() or Article(
            slug=slug
        )
        article.title, article.body, article.published_at = title.strip(), body, deed.at
        article.full_clean(exclude=["tenant"])
        article.save()
        ArticleGroup.objects.filter(article=article).delete()
        ArticleGroup.objects.bulk_create(
            ArticleGroup(article=article, group_id=group) for group in secured_to
        )
        deed.record(
            Published(article=slug, article_title=article.title, groups=tuple(secured_to)), about=article
        )
        return article


def read(acting: Acting | None, slug: str) -> Article:
    """An article, for whoever is signed in or for nobody in particular. Nothing is written, but for a
    refusal.

    Raises `Article.DoesNotExist`, and `Refused` where it is secured to groups that the actor does not
    belong to: helping somebody who does changes nothing (spec G5–G8, I2).
    """
    if acting is None:
        return Article.objects.reachable_by(None).get(slug=slug)
    article: Article = Article.objects.get(slug=slug)
    verdict = acting.may(READ, about=article)
    if not verdict:
        refusal = Refused(acting, READ, verdict, None)
        record_refusal(refusal)
        raise refusal
    return article
