"""The agent's contacts: begin, pause, resume."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.authority import staff
from alongside.console.assistances.answers import back, see
from alongside.console.assistances.asked import as_asked
from alongside.console.interactions.inputs import BeginInput
from alongside.console.interactions.own import already, own
from alongside.console.interactions.panel import Line, Panel, panel_of
from alongside.interactions import actions, queries
from alongside.interactions.actions import PAUSE, RECORD, RESUME, Unfit
from alongside.interactions.models import Interaction
from alongside.lib import clock
from alongside.lib.addresses import below, inside
from alongside.people.http import Request

LATELY = 20  # closed contacts


@staff(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def interactions(request: Request) -> HttpResponse:
    """The agent's own contacts; a POST begins one."""
    return _begin(request) if request.method == "POST" else _page(request)


@staff(PAUSE)
@require_POST
def pause(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    try:
        actions.pause(request.acting, own(request, interaction_id))
    except Unfit as problem:
        messages.warning(request, already(problem.interaction))
    return back(request, otherwise=inside("console:interactions"))


@staff(RESUME)
@require_POST
def resume(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    """Go on with a contact; to the pages of whoever is helped again with it (spec G64)."""
    acting = request.acting
    before = queries.assistance_of(acting.actor, clock.now())
    try:
        helped = actions.resume(acting, own(request, interaction_id), request=as_asked(request))
    except Unfit as problem:
        messages.warning(request, already(problem.interaction))
        return back(request, otherwise=inside("console:interactions"))
    if helped == before:
        return back(request, otherwise=inside("console:interactions"))
    request.session.cycle_key()
    return see(below(helped.pk) if helped is not None else inside("console:interactions"))


def _begin(request: Request) -> HttpResponse:
    helping = queries.assistance_of(request.acting.actor, clock.now()) is not None
    form = BeginInput(request.POST, options=request.tenant.options, helping=helping)
    if not form.is_valid():
        return _page(request, Panel(None, form), status=422)
    chosen = form.cleaned_data
    actions.begin(request.acting, channel=chosen["channel"], service=chosen["service"])
    if chosen.get("q"):
        # The question goes on in the body, for an address would be kept in logs (security.md T-05).
        return HttpResponseRedirect(inside("console:searches"), preserve_request=True)
    return back(request, otherwise=inside("console:interactions"))


def _page(request: Request, recording: Panel | None = None, *, status: int = 200) -> HttpResponse:
    agent, options = request.acting.actor, request.tenant.options
    opened = list(queries.open_of(agent).with_people())
    running = next((interaction for interaction in opened if interaction.is_running), None)
    closed = Interaction.objects.closed().of_agent(agent.id).with_people().order_by("-begun_at")[:LATELY]
    return render(
        request,
        "console/interactions/interactions.html",
        {
            "recording": recording or panel_of(request, running),
            "paused": [Line.of(interaction, options) for interaction in opened if interaction != running],
            "closed": [Line.of(interaction, options) for interaction in closed],
        },
        status=status,
    )
