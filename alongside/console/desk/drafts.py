"""What is being written on a question: kept as one types, and said to others who look at it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.desk import page
from alongside.console.desk.views import opened
from alongside.desk import actions as desk
from alongside.desk import queries
from alongside.desk.actions import files
from alongside.desk.actions.drafting import DRAFT
from alongside.desk.models import Question
from alongside.knowledge.models import Article
from alongside.lib.addresses import outside
from alongside.people.checking import Misfit
from alongside.people.http import Request


@staff(DRAFT)
@require_POST
def keep(request: Request, question_id: uuid.UUID) -> HttpResponse:
    """A script sends what is typed after a pause; without scripts a button does."""
    found = opened(request, question_id)
    problem = ""
    try:
        if request.FILES:
            files.attach(request.acting, found, request.FILES.getlist("files"))
        draft = desk.keep_draft(request.acting, found, request.POST.get("text", ""))
    except Misfit as misfit:
        draft, problem = None, next(iter(misfit.errors.values()))
    if "HX-Request" in request.headers:
        return render(request, "console/desk/_draft.html", {"draft": draft, "problem": problem})
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, "Your draft is kept.")
    return see_other("question", question_id=found.pk)


@staff(DRAFT)
@require_POST
def with_stock(request: Request, question_id: uuid.UUID) -> HttpResponse:
    """Put a stock answer below what is being written, and keep both."""
    found = opened(request, question_id)
    offered = queries.stock_answers([found.segment_id])
    stock = next((one for one in offered if str(one.pk) == request.POST.get("stock")), None)
    if stock is None:
        raise Http404
    return _with(request, found, desk.filled_for(request.acting, stock, found))


@staff(DRAFT)
@require_POST
def with_article(request: Request, question_id: uuid.UUID) -> HttpResponse:
    """Cite an article below what is being written: one that everybody may read, or the customer could not."""
    found = opened(request, question_id)
    article = Article.objects.reachable_by(None).filter(slug=request.POST.get("article", "")).first()
    if article is None:
        raise Http404
    address = request.build_absolute_uri(outside("portal:article", article.slug))
    return _with(request, found, f"{article.title}:\n{address}")


def _with(request: Request, found: Question, below: str) -> HttpResponse:
    """Put something below what is being written, and keep both, with the files that were chosen."""
    written = request.POST.get("text", "").strip()
    try:
        if request.FILES:
            files.attach(request.acting, found, request.FILES.getlist("files"))
        desk.keep_draft(request.acting, found, "\n\n".join(filter(None, [written, below])))
    except Misfit as misfit:
        messages.error(request, next(iter(misfit.errors.values())))
    return see_other("question", question_id=found.pk)


@staff(DRAFT)
@require_safe
def others(request: Request, question_id: uuid.UUID) -> HttpResponse:
    """Who else is writing, for the page that is open."""
    found = opened(request, question_id)
    return render(
        request,
        "console/desk/_others.html",
        {"question": found, "writing": page.writing(request.acting, found)},
    )
