"""Questions to the list that are kept: opening, keeping and taking them away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.cases import actions
from alongside.cases.actions.views import KEEP_VIEW, drop_view, keep_view, views_of
from alongside.console.answers import see_other
from alongside.console.cases import searches
from alongside.people.checking import Misfit
from alongside.people.http import Request


@staff(KEEP_VIEW)
@require_safe
def view(request: Request, number: int) -> HttpResponse:
    """What it asks now: also what came since it was kept."""
    found = next((one for one in views_of(request.acting) if one.pk == number), None)
    if found is None:
        raise Http404
    return see_other("cases", {"search": searches.keep(request, found.asked)})


@staff(KEEP_VIEW)
@require_POST
def keep(request: Request) -> HttpResponse:
    number = request.POST.get("search", "")
    asked = searches.find(request, number)
    try:
        kept = keep_view(
            request.acting, request.POST.get("name", ""), asked, shared=request.POST.get("shared") == "on"
        )
    except Misfit as misfit:
        messages.error(request, " ".join(misfit.errors.values()))
    else:
        messages.success(request, f"“{kept.name}” is kept, for {'everybody' if kept.shared else 'you'}.")
    return see_other("cases", {"search": number} if asked else None)


@staff(KEEP_VIEW)
@require_POST
def drop(request: Request, number: int) -> HttpResponse:
    try:
        drop_view(request.acting, number)
    except actions.NotNow:
        raise Http404 from None
    messages.success(request, "It is taken away.")
    return see_other("cases")
