"""Writing an article, with a look at it before it is put up."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.articles.inputs import ArticleForm
from alongside.knowledge import actions as knowledge
from alongside.knowledge.actions import PUBLISH
from alongside.knowledge.models import Article, ArticleRating
from alongside.lib.markdown import to_html
from alongside.people.http import Request

MOST_REMARKS = 50


@staff(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    return _write(request, None)


@staff(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, slug: str) -> HttpResponse:
    found: Article | None = Article.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return _write(request, found)


def _write(request: Request, article: Article | None) -> HttpResponse:
    """A POST looks at what was typed (`look`), or puts it up."""
    posted = request.method == "POST"
    form = ArticleForm(request.POST if posted else None, article=article)
    if posted and form.is_valid() and "look" not in request.POST:
        try:
            kept = knowledge.publish(request.acting, **form.described())
        except ValidationError as problem:
            form.refuse(problem)
        else:
            messages.success(request, f"“{kept.title}” is up. This is its text number {kept.version}.")
            return see_other("articles")
    look = form.is_valid() and "look" in request.POST
    context = {
        "form": form,
        "article": article,
        "looked_at": to_html(form.cleaned_data["body"]) if look else None,
        "looked_at_title": form.cleaned_data.get("title", "") if look else "",
        "remarks": _remarks(article),
    }
    return render(request, "console/articles/write.html", context, status=422 if form.errors else 200)


def _remarks(article: Article | None) -> list[ArticleRating]:
    """What readers said, the last first; who they are is not their writer's business."""
    if article is None:
        return []
    said = ArticleRating.objects.filter(article=article).exclude(remark="").order_by("-rated_at")
    return list(said.defer("person")[:MOST_REMARKS])
