"""The open cases of a type, side by side by stage."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Refused
from alongside.assisting.authority import staff
from alongside.cases import actions, boards, listing
from alongside.cases.actions.changing import CHANGE_STAGE
from alongside.cases.actions.seeing import ENQUIRE, SEARCH, VIEW
from alongside.cases.models import Case, ChoiceKind, deciding
from alongside.console.answers import see_other
from alongside.console.cases import page
from alongside.people.http import Request


@staff(SEARCH)
@require_safe
def board(request: Request) -> HttpResponse:
    """Of the type that the address names, else of the first that has stages."""
    types = [one for one in listing.types_by_id().values() if one.offered(ChoiceKind.STAGE)]
    types.sort(key=lambda one: one.name.casefold())
    slug = request.GET.get("type", "")
    type = next((one for one in types if one.slug == slug), types[0] if types and not slug else None)
    if slug and type is None:
        raise Http404
    columns = boards.columns(request.acting, type) if type else []
    moves = {
        row.case.pk
        for column in columns
        for row in column.rows
        if row.views and deciding.verdict_on(row, request.acting, CHANGE_STAGE)
    }
    context = {"types": types, "type": type, "columns": columns, "moves": moves}
    return render(request, "console/cases/board.html", context)


@staff(ENQUIRE)
@require_POST
def move(request: Request) -> HttpResponse:
    """Put a case at another stage, by the rules of its page; back to the board."""
    try:
        case = Case.objects.for_a_page().get(pk=uuid.UUID(request.POST.get("case", "")))
    except (ValueError, Case.DoesNotExist):
        raise Http404 from None
    acting = request.acting
    if not acting.may(VIEW, about=case):
        raise Http404
    stages = {str(one.pk): one for one in case.type.offered(ChoiceKind.STAGE)}
    to = stages.get(request.POST.get("to", ""))
    try:
        if to is None:
            raise actions.NotNow("Choose one of the type's stages.")
        actions.change_stage(acting, case, to)
        messages.success(request, f"{case.reference} is at {to.name} now.")
    except Refused as refusal:
        messages.error(request, page.reason(acting, refusal.verdict))
    except actions.NotNow as problem:
        messages.error(request, str(problem))
    return see_other("case_board", {"type": case.type.slug})
