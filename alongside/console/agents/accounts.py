"""What is done with somebody's account: signing out, closing, opening, leave to help staff."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting import actions as assisting
from alongside.assisting.actions import GRANT
from alongside.assisting.authority import staff
from alongside.console.agents.inputs import AgentForm, GrantForm, ReasonForm
from alongside.console.agents.views import find, holdings, page
from alongside.console.answers import see_other
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.actions.accounts import CLOSE_ACCOUNT, END_SIGN_INS, OPEN_ACCOUNT
from alongside.people.http import Request
from alongside.people.models import Person


@staff(END_SIGN_INS)
@require_POST
def sign_out(request: Request, person_id: int) -> HttpResponse:
    person = find(request.acting, person_id)
    people.end_sign_ins(request.acting, person)
    messages.success(request, f"{person.name} is signed out everywhere.")
    return see_other("agent", person_id=person.pk)


@staff(CLOSE_ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, person_id: int) -> HttpResponse:
    return _asked(request, find(request.acting, person_id), closing=True)


@staff(OPEN_ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def open_again(request: Request, person_id: int) -> HttpResponse:
    return _asked(request, find(request.acting, person_id), closing=False)


def _asked(request: Request, person: Person, *, closing: bool) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change = people.close_account if closing else people.open_account
        try:
            change(request.acting, person, reason=form.cleaned_data["reason"])
        except people.Misfit as misfit:
            form.refuse(misfit)
        else:
            done = "is closed" if closing else "is open again"
            messages.success(request, f"The account of {person.name} {done}.")
            return see_other("agent", person_id=person.pk)
    context = {"form": form, "agent": person, "closing": closing}
    return render(request, "console/agents/account.html", context, status=422 if form.errors else 200)


@staff(GRANT)
@require_POST
def grant(request: Request, person_id: int) -> HttpResponse:
    """Give somebody leave to help staff, or end it (security.md 1.2)."""
    person = find(request.acting, person_id)
    if "end" in request.POST:
        assisting.end_grants(request.acting, person)
        messages.success(request, f"{person.name} helps people of their own rank and below again.")
        return see_other("agent", person_id=person.pk)
    form = GrantForm(request.POST)
    if not form.is_valid():
        unchanged = AgentForm(None, roles=[], groups=[], segments=[], held=holdings(person))
        return page(request, person, unchanged, grant=form, status=422)
    until = clock.now() + timedelta(days=form.cleaned_data["days"])
    assisting.grant_to_assist_staff(request.acting, person, reason=form.cleaned_data["reason"], until=until)
    messages.success(request, f"{person.name} may help staff, too, for that long.")
    return see_other("agent", person_id=person.pk)
