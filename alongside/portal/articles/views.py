"""Articles, as far as the actor's own groups reach: helping somebody opens none and closes none."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public
from alongside.knowledge import actions as knowledge
from alongside.knowledge.markdown import to_html
from alongside.knowledge.models import Article
from alongside.people.http import Request


@public
@require_safe
def articles(request: Request) -> HttpResponse:
    acting = _acting(request)
    reachable = Article.objects.reachable_by(acting.actor if acting else None).by_title()
    return render(request, "portal/articles/list.html", {"articles": reachable.values("slug", "title")})


@public
@require_safe
def article(request: Request, slug: str) -> HttpResponse:
    """One article; one that is secured to others does not exist (spec G6)."""
    try:
        found = knowledge.read(_acting(request), slug)
    except Article.DoesNotExist:
        raise Http404 from None
    return render(request, "portal/articles/article.html", {"article": found, "body": to_html(found.body)})


def _acting(request: Request) -> Acting | None:
    """Who reads, if they are signed in."""
    return getattr(request, "acting", None)
