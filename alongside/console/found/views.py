"""Whom searching covers, for those who say so (spec G14)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.found.inputs import FoundForm
from alongside.people import actions as people
from alongside.people import reindexing
from alongside.people.actions.searched_groups import SET_SEARCHED
from alongside.people.http import Request
from alongside.people.models import Group


@staff(SET_SEARCHED)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: Request) -> HttpResponse:
    """The groups whose people are found, and how far everybody is re-indexed by it."""
    groups = list(Group.objects.order_by("staff", "name"))
    form = FoundForm(groups, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen, joined = form.said()
        try:
            people.set_searched_groups(request.acting, chosen, joined=joined)
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            said = "Only people of these groups are found from now on." if chosen else "Everybody is found."
            messages.success(request, f"{said} People are being re-indexed.")
            return see_other("found")
    job = reindexing.latest()
    under_way = job if job is not None and (job.is_open or job.can_resume) else None
    context = {"form": form, "groups": groups, "job": under_way}
    return render(request, "console/found/found.html", context, status=422 if form.errors else 200)
