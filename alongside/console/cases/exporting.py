"""The cases that are found, as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alongside.assisting.authority import staff
from alongside.cases import actions, listing
from alongside.cases.actions.exporting import EXPORT, export
from alongside.console.answers import see_other
from alongside.console.cases import searches
from alongside.console.cases.searching import SearchInput
from alongside.console.moving.streaming import streamed
from alongside.people.http import Request


@staff(EXPORT)
@require_POST
def file(request: Request) -> HttpResponse | StreamingHttpResponse:
    """What the list that it was asked from finds, made while it is sent."""
    types = listing.types_by_id()
    form = SearchInput(searches.find(request, request.POST.get("search", "")), types=types)
    if not form.is_valid():
        return see_other("cases")
    try:
        parts = export(request.acting, form.sought(), types)
    except actions.NotNow as problem:
        messages.error(request, str(problem))
        return see_other("cases")
    name = f"cases-{timezone.localdate().isoformat()}.csv"
    return streamed(request.acting.tenant_id, parts, name=name, format="csv")
