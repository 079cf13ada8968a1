"""The dashboard of calls: what goes on, who waits, what is planned and offered (spec A17, A18)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.calls import queries
from alongside.calls.actions.making import CREATE_CONFERENCE, REQUEST_SERVICE
from alongside.calls.actions.phonebook import CALL
from alongside.calls.actions.reporting import READ_REPORTS
from alongside.calls.powers import SEE_DASHBOARD, SEE_OWN_LOG, SEE_WHOLE_LOG
from alongside.console.live.doors import expert
from alongside.people.http import Request


@expert(SEE_DASHBOARD)
@require_safe
def dashboard(request: Request) -> HttpResponse:
    acting = request.acting
    context = {
        "tiles": queries.tiles(acting.actor.id),
        "may": {
            "make": bool(acting.may(CREATE_CONFERENCE)),
            "offer": bool(acting.may(REQUEST_SERVICE)),
            "call": bool(acting.may(CALL)),
            "reports": bool(acting.may(READ_REPORTS)),
            "look_back": bool(acting.may(SEE_OWN_LOG) or acting.may(SEE_WHOLE_LOG)),
        },
    }
    return render(request, "console/live/dashboard.html", context)
