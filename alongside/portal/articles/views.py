"""Articles, as far as the actor's own groups reach: helping somebody opens none and closes none."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import signed_in
from alongside.knowledge.markdown import to_html
from alongside.knowledge.models import Article
from alongside.people.http import Request


@signed_in
@require_safe
def articles(request: Request) -> HttpResponse:
    reachable = Article.objects.reachable_by(request.acting.actor).by_title()
    return render(request, "portal/articles/list.html", {"articles": reachable.values("slug", "title")})


@signed_in
@require_safe
def article(request: Request, slug: str) -> HttpResponse:
    """One article; one that is secured to others does not exist (spec G6)."""
    found = Article.objects.reachable_by(request.acting.actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return render(request, "portal/articles/article.html", {"article": found, "body": to_html(found.body)})
