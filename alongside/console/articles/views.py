"""The knowledge base as its writers see it: what there is, what is due, and how it was before."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.articles.inputs import REVIEWED_AFTER
from alongside.knowledge import actions as knowledge
from alongside.knowledge import queries
from alongside.knowledge.actions import PUBLISH
from alongside.knowledge.actions.publishing import RETIRE_ARTICLE, REVIEW
from alongside.knowledge.models import Article, ArticleGroup, ArticleQuerySet, ArticleVersion
from alongside.lib import clock, keyset
from alongside.people.http import Request

PAGE = 50  # articles
SHOWN = {"": "All", "due": "Due to be looked through", "secured": "For some groups", "retired": "Retired"}


class Part(NamedTuple):
    """Some lines of a text: `how` is kept, gone or new."""

    how: str
    text: str


@staff(PUBLISH)
@require_safe
def articles(request: Request) -> HttpResponse:
    """All of them by title, or those that words are found in (`?q=`), or of one kind (`?show=`)."""
    shown = request.GET.get("show", "") if request.GET.get("show", "") in SHOWN else ""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:200]
    rows = _with_figures(_shown(shown))
    if asked:
        order = [one.pk for one in queries.search_all(asked).articles]
        found = {one.pk: one for one in rows.filter(pk__in=order)}
        leaf = keyset.Leaf([found[pk] for pk in order if pk in found], None, None)
    else:
        leaf = keyset.leaf(rows, ("title", "pk"), size=PAGE, asked=request.GET)
    context = {
        "articles": leaf.rows,
        "previous": _with(leaf.previous, shown),
        "next": _with(leaf.next, shown),
        "asked": asked,
        "shown": shown,
        "kinds": SHOWN,
        "today": clock.now().date(),
    }
    return render(request, "console/articles/articles.html", context)


@staff(PUBLISH)
@require_safe
def versions(request: Request, slug: str) -> HttpResponse:
    """All texts of an article, and what one (`?text=`, else the last) changed of the one before."""
    article = _named(slug)
    texts = list(ArticleVersion.objects.filter(article=article).order_by("-number"))
    chosen = next((one for one in texts if str(one.number) == request.GET.get("text")), texts[0])
    before = next((one for one in texts if one.number == chosen.number - 1), None)
    context = {
        "article": article,
        "texts": texts,
        "chosen": chosen,
        "before": before,
        "parts": _parts(before.body, chosen.body) if before else [],
    }
    return render(request, "console/articles/versions.html", context)


@staff(PUBLISH)
@require_POST
def restore(request: Request, slug: str, number: int) -> HttpResponse:
    article = _named(slug)
    try:
        kept = knowledge.restore(request.acting, article, number)
    except ArticleVersion.DoesNotExist:
        raise Http404 from None
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"The text number {number} is up again, as number {kept.version}.")
    return see_other("article_versions", slug=slug)


@staff(REVIEW)
@require_POST
def review(request: Request, slug: str) -> HttpResponse:
    """It is still true, for another year."""
    article = _named(slug)
    again = (clock.now() + REVIEWED_AFTER).date()
    knowledge.schedule_review(request.acting, article, again)
    messages.success(request, f"“{article.title}” is due again in a year.")
    return see_other("articles", {"show": "due"})


@staff(RETIRE_ARTICLE)
@require_POST
def retire(request: Request, slug: str) -> HttpResponse:
    article = _named(slug)
    knowledge.retire(request.acting, article)
    messages.success(request, f"“{article.title}” is read by nobody any more. Its texts are kept.")
    return see_other("articles")


@staff(RETIRE_ARTICLE)
@require_POST
def bring_back(request: Request, slug: str) -> HttpResponse:
    article = _named(slug)
    try:
        knowledge.bring_back(request.acting, article)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"“{article.title}” can be read again.")
    return see_other("articles")


def _shown(shown: str) -> ArticleQuerySet:
    rows: ArticleQuerySet = Article.objects.filter(retired_at__isnull=shown != "retired")
    if shown == "due":
        return rows.filter(review_on__lte=clock.now().date())
    if shown == "secured":
        return rows.filter(Exists(ArticleGroup.objects.filter(article=OuterRef("pk"))))
    return rows


def _with_figures(rows: ArticleQuerySet) -> QuerySet[Article]:
    """With the branch, how many readers it helped of those who said, and whether it is for some groups."""
    return (
        rows.defer("body")
        .select_related("branch")
        .annotate(
            said=Count("ratings", distinct=True),
            helped=Count("ratings", filter=Q(ratings__helpful=True), distinct=True),
            secured=Exists(ArticleGroup.objects.filter(article=OuterRef("pk"))),
        )
    )


def _with(turn: str | None, shown: str) -> str | None:
    return f"{turn}&show={shown}" if turn and shown else turn


def _parts(before: str, after: str) -> list[Part]:
    """What is kept, gone and new, in runs of whole lines."""
    old, new = before.splitlines(), after.splitlines()
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Part("kept", "\n".join(new[k:m])))
            continue
        if i < j:
            found.append(Part("gone", "\n".join(old[i:j])))
        if k < m:
            found.append(Part("new", "\n".join(new[k:m])))
    return found


def _named(slug: str) -> Article:
    found: Article | None = Article.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
