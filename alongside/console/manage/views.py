"""Where everything that is not done each day begins."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.authority import staff
from alongside.console.manage.cards import shelves_for
from alongside.console.powers import ENTER
from alongside.people.http import Request


@staff(ENTER)
@require_safe
def manage(request: Request) -> HttpResponse:
    shelves = shelves_for(request.acting.actor.standing.rights)
    return render(request, "console/manage/manage.html", {"shelves": shelves})
