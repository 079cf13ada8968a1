"""Going on in another system with whoever is being helped (RFC 8693)."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from alongside.assisting.acting import Acting
from alongside.assisting.actions import ASSIST
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.assistances.views import end_if_overdue, own
from alongside.lib import clock
from alongside.people.actions import delegating
from alongside.people.delegation import PASS_TYPE
from alongside.people.http import Request
from alongside.people.models import ProgramToken


@staff(ASSIST)
@require_http_methods(["GET", "POST"])
def systems(request: Request, assistance_id: uuid.UUID) -> HttpResponse:
    """The systems that can be opened for the person; a POST makes the pass, whose link the answer shows."""
    assistance = own(request, assistance_id)
    if end_if_overdue(request.acting, assistance):
        messages.info(request, f"You are no longer helping {assistance.person.name}.")
        return see_other("home")
    at = clock.now()
    known = [one for one in ProgramToken.objects.exclude(opens="").order_by("name") if one.is_good(at)]
    opened, link = _opened(request, known), ""
    if opened is not None:
        acting = Acting(request.acting.actor, assistance.person, assistance, request.acting.source)
        link = _with_pass(opened.opens, delegating.open_system(acting, opened))
    context = {"assistance": assistance, "systems": known, "opened": opened, "link": link}
    return render(request, "console/assistances/systems.html", context)


def _opened(request: Request, known: list[ProgramToken]) -> ProgramToken | None:
    said = forms.UUIDField(required=False)
    try:
        number = said.clean(request.POST.get("system")) if request.method == "POST" else None
    except forms.ValidationError:
        return None
    return next((one for one in known if one.pk == number), None)


def _with_pass(address: str, text: str) -> str:
    mark = "&" if "?" in address else "?"
    return address + mark + urlencode({"subject_token": text, "subject_token_type": PASS_TYPE})
