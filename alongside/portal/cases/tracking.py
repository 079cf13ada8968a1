"""Following a case by a link, for those without an account (spec C4, C5)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import public
from alongside.cases import telling
from alongside.cases.tracking import case_of


@public
@require_safe
def tracking(request: HttpRequest, token: str) -> HttpResponse:
    """What is told to an owner, for whoever holds the link; nothing of who it is, and nothing to change."""
    found = case_of(token)
    if found is None:
        raise Http404
    asked = telling.unanswered(found)
    context = {
        "case": found,
        "asked": asked,
        "next": telling.next_step(found, asked),
        "told": telling.timeline(found, private=False),
    }
    answer = render(request, "portal/cases/tracking.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
