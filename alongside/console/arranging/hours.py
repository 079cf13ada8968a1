"""When the desk is open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.arranging.inputs import HoursInput
from alongside.desk import actions as desk
from alongside.desk.actions.arranging import ARRANGE
from alongside.people.http import Request
from alongside.people.models import Tenant


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: Request) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    # The request's own tenant is remembered for some seconds.
    tenant = Tenant.objects.only("options").get(pk=request.tenant.pk)
    form = HoursInput(data, options=tenant.options)
    if request.method == "POST" and form.is_valid():
        desk.set_hours(request.acting, form.week, form.cleaned_data["closed"], form.chosen)
        messages.success(request, "The desk is open at these times from now on.")
        return see_other("hours")
    context = {"form": form}
    return render(request, "console/arranging/hours.html", context, status=422 if form.errors else 200)
