"""The wall-board: who is on what at this moment."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.interactions.actions.reporting import REPORT
from alongside.interactions.board import Light, at_work
from alongside.interactions.services import label_of
from alongside.lib import clock
from alongside.people.http import Request


@staff(REPORT)
@require_safe
def board(request: Request) -> HttpResponse:
    """The whole page; with htmx, which asks every ten seconds, the board alone. It names no person who is
    being helped: it hangs on a wall."""
    now = clock.now()
    agents = at_work(now)
    context = {
        "agents": agents,
        "now": now,
        "services": {
            one.running.pk: label_of(one.running.service, request.tenant.options)
            for one in agents
            if one.running
        },
        "counts": {light: sum(one.light == light for one in agents) for light in Light},
    }
    alone = bool(request.headers.get("HX-Request"))
    page = "console/reports/_board.html" if alone else "console/reports/board.html"
    return render(request, page, context)
