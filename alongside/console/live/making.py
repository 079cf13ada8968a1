"""Making a conference or a service request."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.actions.making import CREATE_CONFERENCE, REQUEST_SERVICE
from alongside.calls.links import For
from alongside.calls.powers import OUTSIDE
from alongside.console.answers import see_other
from alongside.console.live.doors import expert
from alongside.console.live.inputs import NewInput
from alongside.people.http import Request

KINDS = (
    (CREATE_CONFERENCE, For.CONFERENCE, "A conference, now or planned"),
    (REQUEST_SERVICE, For.SERVICE_REQUEST, "A service request: one call, begun by its guest within 24 hours"),
)


@expert(OUTSIDE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    kinds = [(kind.value, label) for power, kind, label in KINDS if request.acting.may(power)]
    if not kinds:
        raise Http404
    form = NewInput(request.POST if request.method == "POST" else None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        return _make(request.acting, form)
    status = 422 if form.errors else 200
    return render(request, "console/live/new.html", {"form": form}, status=status)


def _make(acting: Acting, form: NewInput) -> HttpResponse:
    said = form.cleaned_data
    if said["kind"] == For.SERVICE_REQUEST:
        return see_other("live_request", request_id=calls.request_service(acting, said["title"]).pk)
    call = calls.create_conference(
        acting, said["title"], scheduled_at=said["scheduled_at"], lobby=said["lobby"]
    )
    return see_other("live_call", call_id=call.pk)
