"""Service levels: within how long questions are to be answered."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.arranging.inputs import LevelInput, said_of
from alongside.desk import actions as desk
from alongside.desk import queries
from alongside.desk.actions.arranging import ARRANGE
from alongside.desk.models import ServiceLevel
from alongside.people.checking import Misfit
from alongside.people.http import Request


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def levels(request: Request) -> HttpResponse:
    acting = request.acting
    form = LevelInput(request.POST if request.method == "POST" else None, acting=acting)
    if request.method == "POST" and form.is_valid():
        try:
            desk.set_level(acting, form.minutes, **form.scope, in_hours=form.cleaned_data["in_hours"])
        except Misfit as misfit:
            form.refuse(Misfit({"amount": next(iter(misfit.errors.values()))}))
        else:
            messages.success(request, "Questions that come from now on have this target.")
            return see_other("levels")
    rows = [(one, said_of(one)) for one in _own(acting)]
    context = {"form": form, "levels": sorted(rows, key=lambda row: row[0].minutes)}
    return render(request, "console/arranging/levels.html", context, status=422 if form.errors else 200)


@staff(ARRANGE)
@require_POST
def remove(request: Request, level_id: int) -> HttpResponse:
    found = next((one for one in _own(request.acting) if one.pk == level_id), None)
    if found is None:
        raise Http404
    desk.take_level(request.acting, found)
    messages.success(request, "The service level is taken away. Targets that were set stay.")
    return see_other("levels")


def _own(acting: Acting) -> list[ServiceLevel]:
    """Those of one's segments, and those for every question."""
    rows = ServiceLevel.objects.select_related("segment", "topic__segment")
    own = queries.segments_of(acting)
    if own is not None:
        of_segments = Q(segment__in=own) | Q(topic__segment__in=own)
        rows = rows.filter(of_segments | Q(segment=None, topic=None))
    return list(rows)
