"""Choosing the other record, and both side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.merging.inputs import Reason
from alongside.console.merging.lines import accounts, going_along, lines
from alongside.console.people.hiding import hidden
from alongside.console.people.pop import LONGEST
from alongside.console.people.rows import rows
from alongside.console.people.views import visible
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions.merges import MERGE
from alongside.people.http import Request
from alongside.people.merging.rules import TOLD, takes_two
from alongside.people.merging.values import Side
from alongside.people.models import Person


@staff(MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def whom(request: Request, person: int) -> HttpResponse:
    """Look for the other record of a person. What is asked is posted, and stands in no address."""
    one = visible(request.acting, person)
    people.view_details(request.acting, one)
    query = request.POST.get("q", "").strip()[:LONGEST]
    found = people.search_people(request.acting, query) if query else []
    others = rows((other for other in found if other.id != one.pk), hidden(request.tenant.options))
    context = {"person": one, "rows": others, "asked": query}
    return render(request, "console/merging/whom.html", context)


@staff(MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: Request, kept: int, absorbed: int) -> HttpResponse:
    """Both records side by side; POST merges them, or proposes to. To open the page is to look at both."""
    stays, goes = visible(request.acting, kept), visible(request.acting, absorbed)
    form = Reason(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        people.view_details(request.acting, stays)
        people.view_details(request.acting, goes)
        return _page(request, stays, goes, form)
    chosen = _chosen(request)
    if not form.is_valid():
        return _page(request, stays, goes, form, status=422)
    try:
        merge = people.merge(request.acting, stays, goes, reason=form.cleaned_data["reason"], choices=chosen)
    except people.Misfit as misfit:
        for error in misfit.errors.values():
            form.add_error("reason" if "reason" in misfit.errors else None, error)
        return _page(request, stays, goes, form, status=422)
    if merge.is_proposed:
        messages.success(request, "It is proposed. Nothing has changed until a colleague approves it.")
        return see_other("merge", merge=merge.pk)
    messages.success(request, f"The two records are one now: that of {merge.kept.name}.")
    return see_other("person", person=merge.kept_id)


def _chosen(request: Request) -> dict[str, Side]:
    """Whose value of each field stays, by the names of the fields; what means nothing is left out."""
    sides = {side.value: side for side in Side}
    return {
        name.removeprefix("field-"): sides[value]
        for name, value in request.POST.items()
        if name.startswith("field-") and value in sides
    }


def _page(
    request: Request, kept: Person, absorbed: Person, form: Reason, *, status: int = 200
) -> HttpResponse:
    verdict = people.merge_verdict(request.acting, kept, absorbed)
    other_way = people.merge_verdict(request.acting, absorbed, kept)
    context = {
        "kept": kept,
        "absorbed": absorbed,
        "lines": lines(
            request.acting, kept, absorbed, {name: side.value for name, side in _chosen(request).items()}
        ),
        "accounts": accounts(kept, absorbed),
        "going": going_along(absorbed),
        "form": form,
        "allowed": bool(verdict),
        "why_not": TOLD.get(verdict.rule, "You may not merge these records."),
        "swappable": bool(other_way),
        "takes_two": takes_two((kept.last_login, absorbed.last_login), clock.now()),
    }
    return render(request, "console/merging/compare.html", context, status=status)
