"""Writing articles: each text is a version, and an older one can be put up again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.knowledge import finding
from alongside.knowledge.actions.telling import tell_readers
from alongside.knowledge.models import Article, ArticleGroup, ArticleVersion, ArticleWord, Branch
from alongside.people.models import Group

PUBLISH = Power("knowledge.publish", Kind.STAFF)
RETIRE_ARTICLE = Power("knowledge.retire", Kind.STAFF, right=PUBLISH.right)
REVIEW = Power("knowledge.review", Kind.STAFF, right=PUBLISH.right)


class Published(
    Event,
    kind="knowledge.published",
    title="Article Published",
    sentence="{actor} published the article {article_title}",
    private=True,
):
    """`groups` are the numbers of those it is secured to, `version` says which of its texts this is."""

    article: str
    article_title: str
    groups: tuple[int, ...]
    version: int


class Retired(
    Event,
    kind="knowledge.retired",
    title="Article Retired",
    sentence="{actor} took the article {article_title} out of sight",
    private=True,
):
    article: str
    article_title: str


class BroughtBack(
    Event,
    kind="knowledge.brought_back",
    title="Article Brought Back",
    sentence="{actor} let the article {article_title} be read again",
    private=True,
):
    article: str
    article_title: str


class ReviewPlanned(
    Event,
    kind="knowledge.review_planned",
    title="Article Reviewed",
    sentence="{actor} looked through the article {article_title}",
    private=True,
):
    """`review_on` is when it is to be looked through again, if ever."""

    article: str
    article_title: str
    review_on: date | None


def publish(
    acting: Acting,
    *,
    slug: str,
    title: str,
    body: str,
    groups: Iterable[Group] = (),
    branch: Branch | None = None,
    review_on: date | None = None,
    tell: bool = False,
) -> Article:
    """Put up an article, or a new text in the place of the one with this slug. `body` is Markdown;
    `groups` are those whose members alone reach it; none means everybody. `tell` has those who subscribed
    written to. Raises `ValidationError`, also where an article of a branch that is not public would be
    for everybody (spec I41)."""
    secured_to = sorted({group.pk for group in groups})
    with acting.doing(PUBLISH) as deed:
        _demand_readers(branch, secured_to)
        article = Article.objects.select_for_update(of=("self",)).filter(slug=slug).first() or Article(
            slug=slug
        )
        anew = _is_new(article, title.strip(), body)
        article.title, article.body, article.branch = title.strip(), body, branch
        article.review_on, article.retired_at = review_on, None
        if anew:
            article.version, article.published_at = article.version + (article.pk is not None), deed.at
        article.full_clean(exclude=["tenant", "branch", "review_on", "retired_at"])
        article.save()
        _secure(article, secured_to)
        if anew:
            _keep_text(article)
        if tell and anew:
            tell_readers(acting, article)
        _record(deed, article, secured_to)
        return article


def restore(acting: Acting, article: Article, number: int) -> Article:
    """Put an older text up again, as the next version. Raises `ArticleVersion.DoesNotExist`."""
    old = ArticleVersion.objects.get(article=article, number=number)
    return publish(
        acting,
        slug=article.slug,
        title=old.title,
        body=old.body,
        groups=list(article.groups.all()),
        branch=article.branch,
        review_on=article.review_on,
    )


def retire(acting: Acting, article: Article) -> None:
    """Show an article to nobody any more; its texts, its ratings and its address are kept."""
    with acting.doing(RETIRE_ARTICLE) as deed:
        article.retired_at = deed.at
        article.save(update_fields=["retired_at"])
        deed.record(Retired(article=article.slug, article_title=article.title), about=article)


def bring_back(acting: Acting, article: Article) -> None:
    """Raises `ValidationError` where it would be for everybody in a branch that is not public."""
    with acting.doing(RETIRE_ARTICLE) as deed:
        _demand_readers(article.branch, article.secured_to())
        article.retired_at = None
        article.save(update_fields=["retired_at"])
        deed.record(BroughtBack(article=article.slug, article_title=article.title), about=article)


def schedule_review(acting: Acting, article: Article, review_on: date | None) -> None:
    """Say that an article was looked through and is still true, until this day."""
    with acting.doing(REVIEW) as deed:
        article.review_on = review_on
        article.save(update_fields=["review_on"])
        planned = ReviewPlanned(article=article.slug, article_title=article.title, review_on=review_on)
        deed.record(planned, about=article)


def _demand_readers(branch: Branch | None, secured_to: Iterable[int]) -> None:
    """The branch is locked, so that it does not stop being public meanwhile."""
    if branch is None or list(secured_to):
        return
    if not Branch.objects.select_for_update().get(pk=branch.pk).public:
        raise ValidationError(
            {"groups": f"What stands in {branch.name} is not for everybody: choose for whom."}
        )


def _is_new(article: Article, title: str, body: str) -> bool:
    return article.pk is None or (article.title, article.body) != (title, body)


def _secure(article: Article, secured_to: Iterable[int]) -> None:
    ArticleGroup.objects.filter(article=article).delete()
    ArticleGroup.objects.bulk_create(ArticleGroup(article=article, group_id=group) for group in secured_to)


def _keep_text(article: Article) -> None:
    """Keep a text as a version, and let the article be found by it."""
    ArticleVersion.objects.create(
        article=article,
        number=article.version,
        title=article.title,
        body=article.body,
        published_at=article.published_at,
    )
    ArticleWord.objects.filter(article=article).delete()
    words = finding.words_of(article.title, article.body)
    ArticleWord.objects.bulk_create(
        ArticleWord(article=article, word=word, weight=weight) for word, weight in words.items()
    )


def _record(deed: Deed, article: Article, secured_to: list[int]) -> None:
    published = Published(
        article=article.slug,
        article_title=article.title,
        groups=tuple(secured_to),
        version=article.version,
    )
    deed.record(published, about=article)
