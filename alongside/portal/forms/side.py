"""One form on two screens: the person fills it in, whoever helps sees the page they have open and points at
questions. Without scripts each looks again by a link."""

from __future__ import annotations

import hashlib
import uuid

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import signed_in
from alongside.forms import actions as forms
from alongside.forms.actions import Closed, NotHelping
from alongside.forms.models import Draft, Side
from alongside.lib.addresses import inside
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.forms.finding import unfinished_draft_of
from alongside.portal.forms.seeing import beside, side_of
from alongside.portal.forms.summary import to_check


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def side(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """What the person has open, as whoever helps sees it; a POST begins it."""
    draft = _draft(request, slug, draft_id)
    if not request.acting.helping:
        raise Http404
    if request.method == "POST":
        try:
            forms.begin_side(request.acting, draft)
        except (Closed, NotHelping):
            raise Http404 from None
        return see(inside("portal:side", slug, draft.pk))
    if side_of(draft) is None:
        return see(inside("portal:draft", slug, draft.pk, min(draft.page, len(draft.version.schema.pages))))
    return _kept_nowhere(render(request, "portal/forms/side.html", _seen(request, draft)))


@signed_in
@require_safe
def now(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """The part of either page that changes by itself; 205 when it has ended."""
    draft = _draft(request, slug, draft_id)
    found = beside(request, draft)
    if found is None or (found.helps and found.side is None):
        return _kept_nowhere(HttpResponse(status=205))
    if found.helps:
        return _kept_nowhere(render(request, "portal/forms/_seen.html", _seen(request, draft)))
    context = {"side": found, "form": draft.form}
    return _kept_nowhere(render(request, "portal/forms/_side.html", context))


@signed_in
@require_safe
def standing(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """What the server asks about an open socket (`site.sockets`). 403 where nobody looks together, or for a
    sitting that is not the one which does."""
    draft = _draft(request, slug, draft_id)
    found, acting = side_of(draft), request.acting
    if found is None or (acting.helping and found.assistance != acting.assistance):
        return _kept_nowhere(HttpResponse(status=403))
    state = f"{draft.saved_at} {draft.version_id} {found.page} {found.question} {found.changed_at}"
    told = {
        "tenant": acting.tenant_id,
        "participant": str(acting.actor.ref),
        "name": acting.actor.name,
        "may_draw": False,
        "engine": "mesh",
        "ice": [],
        "version": hashlib.sha256(state.encode()).hexdigest()[:16],
    }
    return _kept_nowhere(JsonResponse(told))


@signed_in
@require_POST
def page(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """The person has opened a page; said by their browser alone."""
    draft = _draft(request, slug, draft_id)
    said = request.POST.get("page", "")
    if request.acting.helping or not (said.isascii() and said.isdigit() and len(said) < 4):
        raise Http404
    forms.note_page(draft, min(max(int(said), 1), len(draft.version.schema.pages) + 1))
    return _kept_nowhere(HttpResponse(status=204))


@signed_in
@require_POST
def point(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    draft = _draft(request, slug, draft_id)
    question = request.POST.get("question", "")
    try:
        draft.version.schema.page_of(question.rpartition(".")[2])
        forms.point_at(request.acting, draft, question)
    except (Side.DoesNotExist, Closed, NotHelping, LookupError, ValueError, StopIteration):
        raise Http404 from None
    return see(inside("portal:side", slug, draft.pk))


@signed_in
@require_POST
def end(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    draft = _draft(request, slug, draft_id)
    forms.end_side(request.acting, draft)
    number = min(draft.page, len(draft.version.schema.pages))
    return see(inside("portal:draft", slug, draft.pk, number))


def _draft(request: Request, slug: str, draft_id: uuid.UUID) -> Draft:
    draft = unfinished_draft_of(request, slug, draft_id)
    if draft.handed_in_at is not None:
        raise Http404
    return draft


def _seen(request: Request, draft: Draft) -> dict[str, object]:
    """The page that the person has open, or all of them where they look through their answers."""
    found = beside(request, draft)
    if found is None or found.side is None:
        raise Http404
    pages = draft.version.schema.pages
    number = found.side.page
    checked = to_check(draft, request.acting.person.ref)
    title = pages[number - 1].title if number <= len(pages) else ""
    shown = [one for one in checked.sections if not title or one.title == title]
    return {"side": found, "form": draft.form, "draft": draft, "title": title, "sections": shown}


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
