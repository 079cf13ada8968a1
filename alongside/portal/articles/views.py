"""Articles, as far as the actor's own groups reach: helping somebody opens none and closes none."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public
from alongside.knowledge import actions as knowledge
from alongside.knowledge import queries
from alongside.knowledge.models import Article
from alongside.lib.markdown import to_html
from alongside.people.http import Request
from alongside.portal.articles.reading import RatingForm, what_was_said

LONGEST = 200  # characters of a search


@public
@require_safe
def articles(request: Request) -> HttpResponse:
    """All articles by their branches, or those that some words are found in (`?q=`)."""
    acting = _acting(request)
    actor = acting.actor if acting else None
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    context: dict[str, object] = {"asked": text.strip()}
    if text.strip():
        context["found"] = queries.search(actor, f"{text.strip()} ")
    else:
        reachable = Article.objects.reachable_by(actor).order_by("branch__name", "title", "pk")
        rows = list(reachable.values("slug", "title", "branch__name"))
        context["branches"] = [
            (branch, list(some)) for branch, some in groupby(rows, key=lambda row: row["branch__name"])
        ]
    return render(request, "portal/articles/list.html", context)


@public
@require_POST  # what somebody types stands in no address
def suggestions(request: Request) -> HttpResponse:
    """A part of a page: articles that may answer what is being typed (`subject` and `text`)."""
    acting = _acting(request)
    typed = " ".join(request.POST.get(name, "") for name in ("subject", "text"))
    text = typed.replace("\0", "")[: 10 * LONGEST]
    found = queries.suggested(acting.actor if acting else None, text)
    return render(request, "portal/articles/_suggestions.html", {"articles": found})


@public
@require_safe
def article(request: Request, slug: str) -> HttpResponse:
    """One article; one that is secured to others does not exist (spec G6)."""
    acting = _acting(request)
    try:
        found = knowledge.read(acting, slug)
    except Article.DoesNotExist:
        raise Http404 from None
    context = {"article": found, "body": to_html(found.body), "form": RatingForm()}
    return render(request, "portal/articles/article.html", context | what_was_said(acting, found))


def _acting(request: Request) -> Acting | None:
    """Who reads, if they are signed in."""
    return getattr(request, "acting", None)
