"""Writing articles, and reading those that are secured."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.knowledge.models import Article, ArticleGroup
from alongside.people.models import Group

PUBLISH = Power("knowledge.publish", Kind.STAFF)


class Published(
    Event,
    kind="knowledge.published",
    title="Publish article",
    sentence="{actor} published {title}",
    private=True,
):
    slug: str
    title: str


def publish(acting: Acting, *, slug: str, title: str, body: str, groups: Iterable[Group] = ()) -> Article:
    """Put up an article, or put a new text in its place. `body` is Markdown; `groups` are those who
    reach it: everybody when there are none."""
    with acting.doing(PUBLISH) as deed:
        values = {"title": title, "body": body, "published_at": deed.at}
        article, _ = Article.objects.update_or_create(slug=slug, defaults=values)
        ArticleGroup.objects.filter(article=article).delete()
        ArticleGroup.objects.bulk_create(ArticleGroup(article=article, group=group) for group in groups)
        deed.record(Published(slug=slug, title=title), about=article)
        return article
