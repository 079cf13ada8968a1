"""Exporting people."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.moving.inputs import ExportForm
from alongside.console.moving.streaming import streamed
from alongside.people import actions as people
from alongside.people.actions.exports import EXPORT
from alongside.people.http import Request
from alongside.people.profiles import fields_in


@staff(EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: Request) -> HttpResponse | StreamingHttpResponse:
    """Choose what is wanted of people, and get it as a file that is made while it is read."""
    fields = fields_in(request.acting.actor.standing.segments)
    form = ExportForm(fields, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "console/moving/export.html", {"form": form}, status=status)
    format = form.cleaned_data["format"]
    parts = people.export_people(request.acting, form.chosen(), format=format)
    name = f"people-{timezone.localdate().isoformat()}.{format}"
    return streamed(request.acting.tenant_id, parts, name=name, format=format)
