"""Segments: made by the Superuser, renamed by those who belong to them, never removed (spec I18)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.agents.inputs import SegmentForm
from alongside.console.answers import see_other
from alongside.people import actions as people
from alongside.people.actions.tenants import CREATE_SEGMENT, RENAME_SEGMENT
from alongside.people.http import Request
from alongside.people.models import Segment


@staff(RENAME_SEGMENT)
@require_safe
def segments(request: Request) -> HttpResponse:
    return _page(request)


@staff(CREATE_SEGMENT)
@require_POST
def new(request: Request) -> HttpResponse:
    form = SegmentForm(request.POST)
    if form.is_valid():
        try:
            made = people.create_segment(request.acting, form.cleaned_data["name"])
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, f"{made.name} is a segment now, and you belong to it.")
            return see_other("segments")
    return _page(request, new=form, status=422)


@staff(RENAME_SEGMENT)
@require_POST
def segment(request: Request, segment_id: int) -> HttpResponse:
    """Another name."""
    found = Segment.objects.filter(pk=segment_id).first()
    if found is None:
        raise Http404
    form = SegmentForm(request.POST, auto_id=f"segment-{segment_id}-%s")
    if form.is_valid():
        try:
            people.rename_segment(request.acting, found, form.cleaned_data["name"])
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            messages.success(request, f"The segment is called {' '.join(form.cleaned_data['name'].split())}.")
            return see_other("segments")
    return _page(request, wrong={segment_id: form}, status=422)


def _page(
    request: Request,
    *,
    new: SegmentForm | None = None,
    wrong: dict[int, SegmentForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    acting = request.acting
    makes = bool(acting.may(CREATE_SEGMENT))
    rows = Segment.objects.order_by("name")
    if not makes:
        rows = rows.filter(pk__in=acting.actor.standing.segments)
    forms = {
        one.pk: (wrong or {}).get(one.pk)
        or SegmentForm(initial={"name": one.name}, auto_id=f"segment-{one.pk}-%s")
        for one in rows
    }
    context = {
        "segments": [(one, forms[one.pk]) for one in rows],
        "new": new or SegmentForm(),
        "makes": makes,
    }
    context["wrong"] = next(iter((wrong or {}).values()), new)
    return render(request, "console/agents/segments.html", context, status=status)
